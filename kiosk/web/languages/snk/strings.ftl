# Sooninkanxanne: a draft. Draft by people who do not speak it: needs a native reviewer before it is offered to anybody.
# What is missing here comes in French.

language-title = An xannen sugandi
consent-title = An duŋe ba?
consent-agree = N duŋe
consent-disagree = N ma duŋe
face-title = An foto
face-look-here = Kamera faayi
face-alone = Sere baane
face-open-eyes = An yaaxon wuñi
face-ready = A siro
face-countdown = A siro
finger-done = A siro
signature-done = A siro
thanks-title = Nawaari
still-yes = N wa yere
help-title = Deemande
help-open = Deemande
paused-title = Muñi
action-stop = Sikki
bar-language = Xanne
