# Koyraboro senni: a draft. Draft by people who do not speak it: needs a native reviewer before it is offered to anybody.
# What is missing here comes in French.

language-title = Suuban ni senni
consent-title = Ni yadda wala?
consent-agree = Ay yadda
consent-disagree = Ay mana yadda
face-title = Ni foto
face-look-here = Guna kamera
face-alone = Boro foo hinne
face-come-closer = Maan
face-go-back = Ye banda kayna
face-open-eyes = Feeri ni moɲey
face-close-mouth = Daabu ni mee
face-ready = A ga boori. Goro yaa.
face-countdown = A ga boori. Goro yaa.
finger-done = A ga boori
signature-done = A ga boori
thanks-title = Foofo
still-yes = Ay goo ne
help-title = Faaba
help-open = Faaba
paused-title = Suuru kayna
action-back = Ye banda
action-stop = Kay
bar-language = Senni
