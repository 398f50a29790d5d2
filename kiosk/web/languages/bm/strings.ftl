# Bamanankan: a draft. Draft by people who do not speak it: needs a native reviewer before it is offered to anybody.
# What is missing here comes in French.

attract-line = I bolo da ekaran kan
language-title = I ka kan sugandi
    .say = Bamanankan. I bolo da yan.
notice-title = Min bɛna kɛ
notice-face = I ja
notice-fingers = I bolokɔniw
notice-signature = I bolonɔ
consent-title = I sɔnna wa?
consent-agree = N sɔnna
consent-disagree = N ma sɔn
face-title = I ja
face-look-here = Kamera filɛ
face-alone = Mɔgɔ kelen dɔrɔn
face-come-closer = I gɛrɛ
face-go-back = I segin kɔfɛ dɔɔni
face-move-left = Taa i numan fɛ
face-move-right = Taa i kinin fɛ
face-hold-still = Kana i lamaga
face-open-eyes = I ɲɛw yɛlɛ
face-close-mouth = I da tugu
face-ready = A ka ɲi. To ten.
face-countdown = A ka ɲi. To ten.
finger-place = Nin bolokɔni da vɛri kan
finger-done = A ka ɲi
thanks-title = I ni ce
help-open = Dɛmɛ
help-title = Dɛmɛ
call-staff = Baarakɛla wele
action-go-on = Taa ɲɛ
action-back = Segin kɔ
bar-language = Kan
