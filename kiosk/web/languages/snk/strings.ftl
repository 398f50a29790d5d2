# Sooninkanxanne: a draft. Draft by people who do not speak it: needs a native reviewer before it is offered to anybody.
# What is missing here comes in French.

help-open = Deemande
help-title = Deemande
thanks-title = Nawaari
