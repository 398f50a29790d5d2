# Mooré: a draft. Draft by people who do not speak it: needs a native reviewer before it is offered to anybody.
# What is missing here comes in French.

consent-agree = M sakame
consent-disagree = M pa sak ye
help-open = Sõngre
help-title = Sõngre
thanks-title = Barka
