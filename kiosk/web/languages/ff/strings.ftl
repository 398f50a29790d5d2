# Fulfulde: a draft. Draft by people who do not speak it: needs a native reviewer before it is offered to anybody.
# What is missing here comes in French.

consent-agree = Mi jaɓii
consent-disagree = Mi jaɓaali
face-look-here = Ƴeew kamera
face-come-closer = Ɓadto
help-open = Ballal
help-title = Ballal
thanks-title = A jaaraama
