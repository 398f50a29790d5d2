# Tamašeq: a draft. Draft by people who do not speak it: needs a native reviewer before it is offered to anybody.
# What is missing here comes in French.

language-title = Sənəfrən awal-nak
consent-agree = Əqbalaɣ
consent-disagree = Wər əqbelaɣ
face-title = Tǝwəlaft-nak
face-alone = Awadəm iyyan ɣas
face-come-closer = Ahəz
face-open-eyes = Ar šiṭṭawen-nak
face-close-mouth = Əhər imi-nak
thanks-title = Tanemmirt
still-yes = Əlleɣ da
help-title = Tilalt
help-open = Tilalt
action-stop = Əbdəd
bar-language = Awal
