# English. The line is what the screen shows; .say is what the voice says where that differs.

## Start
attract-title = Your passport begins here
attract-line = Touch the screen
    .say = Welcome. Touch the screen to begin.
language-title = Choose your language
    .say = English. Touch here to go on in English.

## What will happen
notice-title = What will happen
    .say = The kiosk will take your picture, your fingerprints and your signature. You then get a ticket. Staff can help you at any moment.
notice-reference = Your file
notice-face = Your picture
notice-fingers = Your fingers
notice-signature = Your signature
notice-ticket = Your ticket
notice-line = You can stop at any moment. Nothing is kept if you stop.

## Consent
consent-title = Do you agree?
    .say = Your picture, your fingerprints and your signature are used for your passport, and for nothing else. They go sealed to the passport office. This kiosk erases them once the office has them; the office keeps them as long as the law asks. You can see your details, have them corrected, or complain: ask at the desk. If you do not agree, staff will serve you another way. Touch the tick if you agree, or the cross if you do not.
consent-purpose = Used for your passport only
consent-kept = Kept: your picture, your fingerprints, your signature and your details
consent-sealed = Sent sealed to the passport office, which keeps them as long as the law says
consent-erased = Erased here once the office has them
consent-choice = If you do not agree, staff will serve you another way
consent-rights = You can see your details, have them corrected, or complain: ask at the desk
consent-guardian = A parent or guardian agrees for the child
consent-agree = I agree
consent-disagree = I do not agree

## Your file
reference-title = Show your appointment code
    .say = Show the code of your appointment to the camera. You can also type its number, or go on without one.
reference-resume = Show your code again to go on
reference-qr = Hold the code here
reference-typed = Type the number
reference-document = Use a passport or card
reference-none = I have no code
reference-field = File number
reference-mrz-field = The lines at the bottom of your document
reference-send = Go on
reference-erase = Erase
reference-not-ours = This is not an appointment code of this office. Try another one, or type the number.
reference-unreadable = The code could not be read. Hold it flat and still.
reference-unknown = This number is not known here. Check it, or go on without one.

## Your picture
face-title = Your picture
    .say = Look at the camera and follow the picture.
face-look-here = Look at the camera
face-alone = Only one person, please
face-come-closer = Come closer
face-go-back = Step back a little
face-move-left = Move to your left
face-move-right = Move to your right
face-move-up = Stand a little taller
face-move-down = Go down a little
face-hold-still = Hold still
face-turn-left = Turn your face to your left
face-turn-right = Turn your face to your right
face-chin-up = Lift your chin
face-chin-down = Lower your chin
face-head-straight = Hold your head straight
face-open-eyes = Open your eyes wide
face-close-mouth = Close your mouth
face-neutral = Relax your face
face-glasses = Take off your glasses
face-uncover-face = Show your whole face. Your head may stay covered.
face-light = Turn away from the strong light
face-ready = Very good. Stay like this.
face-countdown = Very good. Stay like this.
face-taking = Picture taken
face-accompanied = The grown-up steps back. The child stays alone before the camera.
covering-open = I keep my head covered
covering-title = Why is your head covered?
    .say = Your head may stay covered for faith or for health. The face must be seen from chin to forehead, with both its edges. Touch the picture that fits.
covering-how = The face is seen from chin to forehead, with both its edges.
covering-religious = For my faith
covering-medical = For my health
covering-noted = The head stays covered: noted.
face-review-title = Is this picture good?
    .say = This is your picture. Touch the tick to keep it, or the arrow to take another.
face-keep = Keep it
face-again = Take another
mirror-label = Your mirror picture

## Your fingers
finger-title = Your fingers
finger-right-thumb = Right thumb
finger-right-index = Right index finger
finger-right-middle = Right middle finger
finger-right-ring = Right ring finger
finger-right-little = Right little finger
finger-left-thumb = Left thumb
finger-left-index = Left index finger
finger-left-middle = Left middle finger
finger-left-ring = Left ring finger
finger-left-little = Left little finger
finger-place = Put this finger on the glass
finger-hold = Keep it there
finger-lift = Lift your finger
finger-press-harder = Press a little harder
finger-press-lighter = Press a little less
finger-move-finger-up = Move your finger up
finger-move-finger-down = Move your finger down
finger-move-finger-left = Move your finger to the left
finger-move-finger-right = Move your finger to the right
finger-wipe-finger = Wipe your finger dry
finger-wipe-glass = Wipe the glass
finger-moisten = Breathe on your finger
finger-wrong-finger = Use the other hand
finger-same-finger = This finger was already taken. Use the one that is shown.
finger-done = Very good
finger-unable = I cannot use this finger
unable-title = What is it about this finger?
    .say = Touch the picture that fits: no finger, a bandage, or no clear print. We then go on without it.
unable-amputated = No finger
unable-bandaged = Bandage or wound
unable-unable-to-print = No clear print
print-label = Picture of your print

## Your signature
signature-title = Your signature
signature-sign = Sign as you usually do
    .say = Sign in the frame as you usually do. If you do not write, make your mark.
signature-sign-pad = Sign on the pad
    .say = Sign on the pad as you usually do. If you do not write, make your mark.
signature-sign-longer = A little longer, please
signature-sign-inside = Stay inside the frame
signature-done = Very good
signature-erase = Erase
signature-send = It is finished
signature-unable = I cannot sign
signature-field = Frame for your signature
signature-review-title = Is this signature good?
    .say = This is your signature. Touch the tick to keep it, or the arrow to sign again.

## Before it is sent
review-title = What will be sent
    .say = This is what will be sent to the passport office. Touch the tick if all is well, or the arrow beside a picture to take it again.
review-identity = You
review-face = Your picture
review-fingers = Your fingers
review-signature = Your signature
review-contact = How to reach you
review-later = At the desk
review-again = Do it again
review-taken = Taken
review-send = All is well: seal it
review-no-details = Staff will add your details at the desk

## Desk
desk-title = Please go to the desk
desk-asked = Staff will go on with you at the desk.
desk-profile = Staff will check everything with you at the desk.
desk-device = Staff will go on with you at the desk. You did nothing wrong.
desk-guardian = A child comes to the desk with a parent or guardian.
desk-done = I am going

## Seal and ticket
sealing-title = Your file is being sealed
    .say = Your file is being sealed. Please wait a moment.
ticket-title = Your ticket
    .say = Here is your ticket. Take the paper, or a picture of the screen. With its number you can ask later how far your passport is.
ticket-number = Number
ticket-print = Print
ticket-done = I have it
slip-printing = Your ticket is coming out of the slot
slip-printed = Take your ticket from the slot
slip-no-paper = There is no paper left. Write the number down, or photograph the screen.
slip-cover-open = The printer is open. Write the number down, or photograph the screen.
slip-printer-trouble = The ticket cannot be printed. Write the number down, or photograph the screen.
slip-news = Keep this ticket. Its number tells how far your passport is.
slip-desk = Go to the desk with this ticket.
thanks-title = Thank you
    .say = Thank you. Everything is erased from this screen. Goodbye.
thanks-line = Everything is erased from this screen.

## How far is my passport?
bar-ticket = My ticket
status-title = Show your ticket
    .say = How far is your passport? Show the code of your ticket to the camera, or type its number.
status-qr = Hold the code of the ticket here
status-typed = Type the number of the ticket
status-field = Number of the ticket
status-not-a-ticket = This is not a ticket of this kiosk. Show the ticket that you got at the end.
status-unreadable = A letter of this number is not right. Check it.
status-unknown = This ticket is not known here. Ask at the desk.
status-at-desk = Staff still have to see you: go to the desk
status-kept-here = Your file is sealed here and waits for the line
status-sent = Your file has reached the passport office
status-in-work = Your passport is being made
status-ready = Your passport is ready: come and collect it
status-come-to-desk = Staff need you: go to the desk
status-collected = It has been collected
status-erased = Nobody could see you at the desk in time: everything was erased. Please begin again.
status-done = I see

## Stopping
leave-title = Stop and erase everything?
    .say = Do you want to stop? Everything is then erased.
leave-yes = Stop and erase
leave-no = Go on
wiping-title = Erasing
wiped-title = Everything is erased
    .say = You have stopped. Everything is erased.
still-title = Are you still there?
    .say = Are you still there? Touch the screen to go on. Otherwise everything is erased.
still-yes = I am here

## Help
help-title = Help
help-open = Help
help-close = Go on
help-listen = Listen again
help-attract = Touch the screen anywhere to begin. Staff are here if you prefer to be served at the desk.
help-language = Touch the square of your language. Touch the loudspeaker in it to hear it first.
help-notice = The pictures show the steps. The big button goes on.
help-consent = Touch the tick if you agree. If you do not, staff will serve you another way.
help-reference = The appointment code is the square on your paper or telephone. Without it you can go on too.
help-face = Stand so that your face fills the oval. Glasses and hats off; a head covering worn for faith may stay if the whole face shows. The picture is taken by itself.
help-finger = Put the finger that is shown flat on the glass and keep it there. If you do not have it or it hurts, touch the button below.
help-signature = Sign as on your papers. If you do not write, make your mark.
help-review = This is everything that will be sent. The arrow beside a picture takes it again.
help-desk = Take your papers and go to the desk.
help-ticket = Keep the ticket. With its number you can ask how far your passport is.
help-status = Show the camera the ticket that you got at the end, or type its number. The screen then shows how far your passport is.
help-paused = Staff have been told.
call-staff = Call staff
staff-title = Staff are coming
    .say = Staff have been called and are coming. Please stay here.
paused-title = One moment, please
paused-camera = The camera needs help. Staff have been called. You did nothing wrong.
paused-scanner = The fingerprint glass needs help. Staff have been called. You did nothing wrong.
paused-pad = The signature pad needs help. Staff have been called. You did nothing wrong.
paused-kiosk = The kiosk needs help. Staff have been called. You did nothing wrong.
closed-title = No new applications now
    .say = No new applications can be made here now. The screen says why, and from when on it will be possible again.
closed-kiosk = The kiosk needs help. Please ask at the desk.
closed-since = Closed since
closed-resumes = Open again on
closed-no-date = The day on which it opens again is not known yet.
closed-kept = Whoever has applied already need do nothing: every file is kept and goes on.
offline-title = One moment, please
    .say = One moment, please. The kiosk is coming back by itself.

## The bar at the bottom
action-go-on = Go on
action-back = Back
action-stop = Stop
bar-language = Language
bar-comfort = Comfort
comfort-title = How do you want the screen?
comfort-text = Bigger letters
comfort-contrast = Strong contrast
comfort-seated = I am sitting
comfort-motion = Still pictures
comfort-curtain = Dark screen, voice only
    .say = Dark screen, voice only. Touch the screen or press a key to hear where you are.
comfort-unhurried = More time
comfort-headphones = Headphones: the voice leads
    .say = Headphones are in. The voice says everything. The arrows go from button to button, the round key chooses.
comfort-louder = Louder
comfort-quieter = Quieter
comfort-done = Ready
step-reference = Your file
step-face = Your picture
step-fingers = Your fingers
step-signature = Your signature
step-review = Check
step-ticket = Ticket
step-finished = finished
step-now = now
virtual-note = Trial kiosk with invented people

## The keys, said one by one
key-0 = zero
key-1 = one
key-2 = two
key-3 = three
key-4 = four
key-5 = five
key-6 = six
key-7 = seven
key-8 = eight
key-9 = nine
key-a = A
key-b = B
key-c = C
key-d = D
key-e = E
key-f = F
key-g = G
key-h = H
key-i = I
key-j = J
key-k = K
key-l = L
key-m = M
key-n = N
key-o = O
key-p = P
key-q = Q
key-r = R
key-s = S
key-t = T
key-u = U
key-v = V
key-w = W
key-x = X
key-y = Y
key-z = Z
key-dash = dash
key-slash = slash
key-filler = filler
