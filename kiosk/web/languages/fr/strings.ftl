# Français. La ligne est ce que l'écran montre ; .say est ce que la voix dit quand cela diffère.

## Début
attract-title = Votre passeport commence ici
attract-line = Touchez l'écran
    .say = Bienvenue. Touchez l'écran pour commencer.
language-title = Choisissez votre langue
    .say = Français. Touchez ici pour continuer en français.

## Ce qui va se passer
notice-title = Ce qui va se passer
    .say = La borne va prendre votre photo, vos empreintes et votre signature. Vous recevez ensuite un ticket. Un agent peut vous aider à tout moment.
notice-reference = Votre dossier
notice-face = Votre photo
notice-fingers = Vos doigts
notice-signature = Votre signature
notice-ticket = Votre ticket
notice-line = Vous pouvez arrêter à tout moment. Si vous arrêtez, rien n'est gardé.

## Accord
consent-title = Êtes-vous d'accord ?
    .say = Votre photo, vos empreintes et votre signature servent à votre passeport, et à rien d'autre. Elles partent scellées au service des passeports. La borne les efface dès que le service les a reçues ; le service les garde aussi longtemps que la loi le demande. Vous pouvez voir vos données, les faire corriger, ou vous plaindre : demandez au guichet. Si vous n'êtes pas d'accord, un agent vous servira autrement. Touchez la coche si vous êtes d'accord, ou la croix si vous ne l'êtes pas.
consent-purpose = Pour votre passeport seulement
consent-kept = Gardé : votre photo, vos empreintes, votre signature et vos données
consent-sealed = Envoyé scellé au service des passeports, qui les garde le temps que dit la loi
consent-erased = Effacé ici dès que le service l'a reçu
consent-choice = Si vous n'êtes pas d'accord, un agent vous servira autrement
consent-rights = Vous pouvez voir et faire corriger vos données, ou vous plaindre : demandez au guichet
consent-guardian = Un parent ou tuteur donne son accord pour l'enfant
consent-agree = Je suis d'accord
consent-disagree = Je ne suis pas d'accord

## Votre dossier
reference-title = Montrez le code de votre rendez-vous
    .say = Montrez à la caméra le code de votre rendez-vous. Vous pouvez aussi taper son numéro, ou continuer sans.
reference-resume = Montrez encore votre code pour continuer
reference-qr = Tenez le code ici
reference-typed = Taper le numéro
reference-document = Utiliser un passeport ou une carte
reference-none = Je n'ai pas de code
reference-field = Numéro de dossier
reference-mrz-field = Les lignes en bas de votre document
reference-send = Continuer
reference-erase = Effacer
reference-not-ours = Ce n'est pas un code de rendez-vous de ce service. Essayez-en un autre ou tapez le numéro.
reference-unreadable = Le code n'a pas pu être lu. Tenez-le bien à plat, sans bouger.
reference-unknown = Ce numéro n'est pas connu ici. Vérifiez-le, ou continuez sans.

## Votre photo
face-title = Votre photo
    .say = Regardez la caméra et suivez l'image.
face-look-here = Regardez la caméra
face-alone = Une seule personne, s'il vous plaît
face-come-closer = Approchez-vous
face-go-back = Reculez un peu
face-move-left = Allez vers votre gauche
face-move-right = Allez vers votre droite
face-move-up = Redressez-vous un peu
face-move-down = Baissez-vous un peu
face-hold-still = Ne bougez plus
face-turn-left = Tournez le visage vers votre gauche
face-turn-right = Tournez le visage vers votre droite
face-chin-up = Levez le menton
face-chin-down = Baissez le menton
face-head-straight = Tenez la tête droite
face-open-eyes = Ouvrez bien les yeux
face-close-mouth = Fermez la bouche
face-neutral = Détendez votre visage
face-glasses = Enlevez vos lunettes
face-uncover-face = Montrez tout le visage. La tête peut rester couverte.
face-light = Éloignez-vous de la lumière forte
face-ready = Très bien. Restez ainsi.
face-countdown = Très bien. Restez ainsi.
face-taking = Photo prise
face-accompanied = L'adulte recule. L'enfant reste seul devant la caméra.
covering-open = Je garde ma tête couverte
covering-title = Pourquoi votre tête est-elle couverte ?
    .say = Votre tête peut rester couverte pour la foi ou pour la santé. Le visage doit se voir du menton au front, avec ses deux bords. Touchez l'image qui convient.
covering-how = Le visage se voit du menton au front, avec ses deux bords.
covering-religious = Pour ma foi
covering-medical = Pour ma santé
covering-noted = La tête reste couverte : c'est noté.
face-review-title = Cette photo vous convient-elle ?
    .say = Voici votre photo. Touchez la coche pour la garder, ou la flèche pour en prendre une autre.
face-keep = La garder
face-again = En prendre une autre
mirror-label = Votre image dans le miroir

## Vos doigts
finger-title = Vos doigts
finger-right-thumb = Pouce droit
finger-right-index = Index droit
finger-right-middle = Majeur droit
finger-right-ring = Annulaire droit
finger-right-little = Petit doigt droit
finger-left-thumb = Pouce gauche
finger-left-index = Index gauche
finger-left-middle = Majeur gauche
finger-left-ring = Annulaire gauche
finger-left-little = Petit doigt gauche
finger-place = Posez ce doigt sur la vitre
finger-hold = Laissez-le en place
finger-lift = Levez le doigt
finger-press-harder = Appuyez un peu plus
finger-press-lighter = Appuyez un peu moins
finger-move-finger-up = Avancez le doigt vers le haut
finger-move-finger-down = Reculez le doigt vers le bas
finger-move-finger-left = Déplacez le doigt vers la gauche
finger-move-finger-right = Déplacez le doigt vers la droite
finger-wipe-finger = Essuyez votre doigt
finger-wipe-glass = Essuyez la vitre
finger-moisten = Soufflez sur votre doigt
finger-wrong-finger = Prenez l'autre main
finger-same-finger = Ce doigt est déjà pris. Posez celui qui est montré.
finger-done = Très bien
finger-unable = Je ne peux pas utiliser ce doigt
unable-title = Qu'a ce doigt ?
    .say = Touchez l'image qui convient : pas de doigt, un pansement, ou pas d'empreinte nette. Nous continuons alors sans lui.
unable-amputated = Pas de doigt
unable-bandaged = Pansement ou plaie
unable-unable-to-print = Empreinte effacée
print-label = Image de votre empreinte

## Votre signature
signature-title = Votre signature
signature-sign = Signez comme d'habitude
    .say = Signez dans le cadre, comme d'habitude. Si vous n'écrivez pas, faites votre marque.
signature-sign-pad = Signez sur la tablette
    .say = Signez sur la tablette, comme d'habitude. Si vous n'écrivez pas, faites votre marque.
signature-sign-longer = Un peu plus long, s'il vous plaît
signature-sign-inside = Restez dans le cadre
signature-done = Très bien
signature-erase = Effacer
signature-send = C'est fini
signature-unable = Je ne peux pas signer
signature-field = Cadre pour votre signature
signature-review-title = Cette signature vous convient-elle ?
    .say = Voici votre signature. Touchez la coche pour la garder, ou la flèche pour signer à nouveau.

## Avant l'envoi
review-title = Ce qui sera envoyé
    .say = Voici ce qui sera envoyé au service des passeports. Touchez la coche si tout est bien, ou la flèche à côté d'une image pour la refaire.
review-identity = Vous
review-face = Votre photo
review-fingers = Vos doigts
review-signature = Votre signature
review-contact = Comment vous joindre
review-later = Au guichet
review-again = Refaire
review-taken = Fait
review-send = Tout est bien : sceller
review-no-details = Un agent complétera vos données au guichet

## Guichet
desk-title = Allez au guichet, s'il vous plaît
desk-asked = Un agent continuera avec vous au guichet.
desk-profile = Un agent vérifiera tout avec vous au guichet.
desk-device = Un agent continuera avec vous au guichet. Vous n'avez rien fait de mal.
desk-guardian = Un enfant vient au guichet avec un parent ou un tuteur.
desk-done = J'y vais

## Sceau et ticket
sealing-title = Votre dossier est mis sous scellé
    .say = Votre dossier est mis sous scellé. Un instant, s'il vous plaît.
ticket-title = Votre ticket
    .say = Voici votre ticket. Prenez le papier, ou photographiez l'écran. Avec son numéro, vous pourrez demander où en est votre passeport.
ticket-number = Numéro
ticket-print = Imprimer
ticket-done = Je l'ai
slip-printing = Votre ticket sort de la fente
slip-printed = Prenez votre ticket dans la fente
slip-no-paper = Il n'y a plus de papier. Notez le numéro ou photographiez l'écran.
slip-cover-open = L'imprimante est ouverte. Notez le numéro ou photographiez l'écran.
slip-printer-trouble = Le ticket ne peut pas être imprimé. Notez le numéro ou photographiez l'écran.
slip-news = Gardez ce ticket. Son numéro dit où en est votre passeport.
slip-desk = Allez au guichet avec ce ticket.
thanks-title = Merci
    .say = Merci. Tout est effacé de cet écran. Au revoir.
thanks-line = Tout est effacé de cet écran.

## Où en est mon passeport ?
bar-ticket = Mon ticket
status-title = Montrez votre ticket
    .say = Où en est votre passeport ? Montrez à la caméra le code de votre ticket, ou tapez son numéro.
status-qr = Tenez le code du ticket ici
status-typed = Taper le numéro du ticket
status-field = Numéro du ticket
status-not-a-ticket = Ce n'est pas un ticket de cette borne. Montrez le ticket reçu à la fin.
status-unreadable = Une lettre de ce numéro n'est pas juste. Vérifiez-le.
status-unknown = Ce ticket n'est pas connu ici. Demandez au guichet.
status-at-desk = Un agent doit encore vous voir : allez au guichet
status-kept-here = Votre dossier est sous scellé ici et attend la ligne
status-sent = Votre dossier est arrivé au service des passeports
status-in-work = Votre passeport est en préparation
status-ready = Votre passeport est prêt : venez le chercher
status-come-to-desk = Un agent a besoin de vous : allez au guichet
status-collected = Il a été retiré
status-erased = Vous n'avez pas été vu à temps au guichet : tout est effacé. Recommencez, s'il vous plaît.
status-done = J'ai compris

## Arrêter
leave-title = Arrêter et tout effacer ?
    .say = Voulez-vous arrêter ? Tout sera alors effacé.
leave-yes = Arrêter et effacer
leave-no = Continuer
wiping-title = Effacement
wiped-title = Tout est effacé
    .say = Vous avez arrêté. Tout est effacé.
still-title = Êtes-vous encore là ?
    .say = Êtes-vous encore là ? Touchez l'écran pour continuer. Sinon, tout sera effacé.
still-yes = Je suis là

## Aide
help-title = Aide
help-open = Aide
help-close = Continuer
help-listen = Écouter encore
help-attract = Touchez l'écran n'importe où pour commencer. Un agent est là si vous préférez le guichet.
help-language = Touchez le carré de votre langue. Touchez son haut-parleur pour l'entendre d'abord.
help-notice = Les images montrent les étapes. Le grand bouton fait continuer.
help-consent = Touchez la coche si vous êtes d'accord. Sinon, un agent vous servira autrement.
help-reference = Le code du rendez-vous est le carré sur votre papier ou votre téléphone. Vous pouvez aussi continuer sans.
help-face = Placez-vous pour que votre visage remplisse l'ovale. Sans lunettes ni chapeau ; un voile porté par foi peut rester si tout le visage se voit. La photo se prend toute seule.
help-finger = Posez à plat sur la vitre le doigt montré et laissez-le. S'il manque ou s'il fait mal, touchez le bouton dessous.
help-signature = Signez comme sur vos papiers. Si vous n'écrivez pas, faites votre marque.
help-review = Voici tout ce qui sera envoyé. La flèche à côté d'une image la refait.
help-desk = Prenez vos papiers et allez au guichet.
help-ticket = Gardez le ticket. Avec son numéro, vous pourrez demander où en est votre passeport.
help-status = Montrez à la caméra le ticket reçu à la fin, ou tapez son numéro. L'écran montre alors où en est votre passeport.
help-paused = Le personnel est prévenu.
call-staff = Appeler un agent
staff-title = Un agent arrive
    .say = Un agent est prévenu et arrive. Restez ici, s'il vous plaît.
paused-title = Un instant, s'il vous plaît
paused-camera = La caméra a besoin d'aide. Un agent est prévenu. Vous n'avez rien fait de mal.
paused-scanner = La vitre des empreintes a besoin d'aide. Un agent est prévenu. Vous n'avez rien fait de mal.
paused-pad = La tablette de signature a besoin d'aide. Un agent est prévenu. Vous n'avez rien fait de mal.
paused-kiosk = La borne a besoin d'aide. Un agent est prévenu. Vous n'avez rien fait de mal.
closed-title = Pas de nouvelle demande pour le moment
    .say = Aucune nouvelle demande n'est possible ici pour le moment. L'écran dit pourquoi, et à partir de quand ce sera de nouveau possible.
closed-kiosk = La borne a besoin d'aide. Adressez-vous au guichet.
closed-since = Fermé depuis le
closed-resumes = Ouvert de nouveau le
closed-no-date = La date de réouverture n'est pas encore connue.
closed-kept = Qui a déjà fait sa demande n'a rien à faire : chaque dossier est conservé et suit son cours.
offline-title = Un instant, s'il vous plaît
    .say = Un instant, s'il vous plaît. La borne revient toute seule.

## La barre du bas
action-go-on = Continuer
action-back = Retour
action-stop = Arrêter
bar-language = Langue
bar-comfort = Confort
comfort-title = Comment voulez-vous l'écran ?
comfort-text = Lettres plus grandes
comfort-contrast = Contraste fort
comfort-seated = Je suis assis
comfort-motion = Images fixes
comfort-curtain = Écran noir, voix seule
    .say = Écran noir, voix seule. Touchez l'écran ou une touche pour entendre où vous en êtes.
comfort-unhurried = Plus de temps
comfort-headphones = Casque : la voix guide
    .say = Le casque est branché. La voix dit tout. Les flèches vont d'un bouton à l'autre, la touche ronde choisit.
comfort-louder = Plus fort
comfort-quieter = Moins fort
comfort-done = C'est bon
step-reference = Votre dossier
step-face = Votre photo
step-fingers = Vos doigts
step-signature = Votre signature
step-review = Vérifier
step-ticket = Ticket
step-finished = fait
step-now = en cours
virtual-note = Borne d'essai avec des personnes inventées

## Les touches, dites une à une
key-0 = zéro
key-1 = un
key-2 = deux
key-3 = trois
key-4 = quatre
key-5 = cinq
key-6 = six
key-7 = sept
key-8 = huit
key-9 = neuf
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
key-w = double vé
key-x = X
key-y = i grec
key-z = Z
key-dash = tiret
key-slash = barre
key-filler = chevron
