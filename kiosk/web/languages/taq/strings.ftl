# Tamašeq: a draft. Draft by people who do not speak it: needs a native reviewer before it is offered to anybody.
# What is missing here comes in French.

thanks-title = Tanemmirt
