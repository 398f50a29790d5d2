# Julakan: a draft. Draft by people who do not speak it: needs a native reviewer before it is offered to anybody.
# What is missing here comes in French.

consent-agree = N sɔnna
consent-disagree = N ma sɔn
face-come-closer = I gwɛrɛ
help-open = Dɛmɛ
help-title = Dɛmɛ
thanks-title = I ni ce
