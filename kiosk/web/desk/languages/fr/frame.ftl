# Le cadre du guichet : entrée, navigation, état, boutons communs. Une page a son propre fichier.
desk-title = Guichet
desk-language = Langue du guichet
skip = Aller à la page
navigation = Pages du guichet
group-people = Personnes
group-machine = Machine
group-house = Poste
waiting-here = en attente
reading = Lecture…
server-gone = La borne ne répond pas. Elle est cherchée sans cesse ; rien n'est perdu.
page-not-yours = Cette page est réservée aux superviseurs.
column-actions = Actions
virtual-note = Essai : appareils simulés
rehearsal-on = Répétition : rien n'est gardé
role-operator = opérateur
role-supervisor = superviseur

sign-in-title = Ouvrir le guichet
sign-in-name = Nom d'accès
sign-in-passphrase = Phrase de passe
sign-in-refused = Le nom ou la phrase de passe ne convient pas.
sign-in-wait = Trop d'essais. Réessayez dans { $duration }.
sign-in-locked = Cet accès est bloqué. Un superviseur peut le rouvrir.
locked-title = Guichet verrouillé – { $name }
nobody-title = Le guichet n'a encore personne
nobody-line = Le premier superviseur est créé sur cette machine même, en ligne de commande :

action-sign-in = Entrer
action-sign-out = Quitter
action-lock = Verrouiller
action-unlock = Déverrouiller
action-other-person = Une autre personne
action-look-again = Regarder à nouveau
action-dismiss = Fermer ce message
action-save = Enregistrer
action-cancel = Annuler
action-approve = Approuver
action-reject = Rejeter

health-good = Tout est en ordre
health-degraded = À surveiller
health-blocked = Aucune session ne peut commencer
line-up = { $count ->
    [0] Ligne établie, rien n'attend
    [one] Ligne établie, { $count } dossier part
   *[other] Ligne établie, { $count } dossiers partent
}
line-down = { $count ->
    [one] Hors ligne depuis { $since }, { $count } dossier attend
   *[other] Hors ligne depuis { $since }, { $count } dossiers attendent
}

notice-asked = La demande attend un superviseur (page « Approbations »).
fault-network-down = La borne n'a pas répondu.
fault-signed-out = L'action n'a pas été faite : le guichet est verrouillé ou fermé.
fault-policy-refused = Refusé par la règle :
fault-disk-full = Le disque est plein.

duration-days = { $count } j
duration-hours = { $count } h
duration-minutes = { $count } min
duration-seconds = { $count } s
ago = il y a { $duration }
