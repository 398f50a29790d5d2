# Tamašeq: a draft. Draft by people who do not speak it: needs a native reviewer before it is offered to anybody.
# What is missing here comes in French.

attract-line = Əḍəs ekran
language-title = Sənəfrən awal-nak
notice-face = Tǝwəlaft-nak
notice-fingers = Iḍuḍwan-nak
consent-agree = Əqbalaɣ
consent-disagree = Wər əqbelaɣ
face-title = Tǝwəlaft-nak
face-look-here = Əswəḍ kamera
face-alone = Awadəm iyyan ɣas
face-come-closer = Ahəz
face-open-eyes = Ar šiṭṭawen-nak
face-close-mouth = Əhər imi-nak
face-ready = Olaɣ. Əqqəl da.
face-countdown = Olaɣ. Əqqəl da.
finger-title = Iḍuḍwan-nak
finger-done = Olaɣ
signature-done = Olaɣ
review-face = Tǝwəlaft-nak
review-fingers = Iḍuḍwan-nak
thanks-title = Tanemmirt
still-yes = Əlleɣ da
help-title = Tilalt
help-open = Tilalt
action-stop = Əbdəd
bar-language = Awal
comfort-done = Olaɣ
particulars-female = Tamaḍt
particulars-male = Aləs
