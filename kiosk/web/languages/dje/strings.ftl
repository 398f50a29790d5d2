# Zarma: a draft. Draft by people who do not speak it: needs a native reviewer before it is offered to anybody.
# What is missing here comes in French.

consent-agree = Ay yadda
consent-disagree = Ay mana yadda
help-open = Gaakasinay
help-title = Gaakasinay
thanks-title = Fofo
