page-outbox = Envois
outbox-online = En ligne
outbox-offline = Hors ligne depuis { $duration }
outbox-waiting = En attente d'envoi
outbox-set-aside = Mis de côté
outbox-done = Reçus par le service et effacés ici
outbox-oldest = Le plus ancien
outbox-line = Ligne
outbox-unanswered = { $count ->
    [one] { $count } essai sans réponse
   *[other] { $count } essais sans réponse
}
outbox-next-probe = prochain essai dans { $duration }
outbox-empty = Rien n'attend : tout ce qui a été scellé est arrivé.
outbox-number = N°
outbox-where = Où
outbox-since = Depuis
outbox-why = Pourquoi
outbox-next = Ensuite
outbox-sealed = scellé le { $when }
outbox-attempts = { $count ->
    [0] pas encore essayé
    [one] { $count } essai
   *[other] { $count } essais
}
outbox-no-cause = sans empêchement
outbox-state-waiting = ici, attend
outbox-state-sending = en route
outbox-state-set-aside = mis de côté
outbox-state-receipted = reçu
outbox-state-erased = effacé
outbox-next-now = part maintenant
outbox-next-in = repart dans { $duration }
outbox-next-sending = réponse attendue
outbox-next-set-aside = rien sans vous : relancer
outbox-next-receipted = effacement
outbox-next-erased = rien
outbox-retry = Relancer
outbox-retry-all = Tout relancer
outbox-retried = Part dès que la ligne répond.
outbox-retried-all = { $packets } dossiers partent dès que la ligne répond.
outbox-put-aside = Mettre de côté
outbox-is-aside = Mis de côté ; reste sur ce disque.
outbox-media = Valise diplomatique
outbox-media-lead = Les dossiers partent scellés sur un support ; ici, ils restent jusqu'au reçu. Le support revient avec les reçus.
outbox-no-media = Aucun support n'est branché.
outbox-medium = Support
outbox-export = Exporter
outbox-exported = { $packets } dossiers sont sur le support, dans { $folder }.
outbox-import = Lire les reçus
outbox-imported = Les réponses sont lues : { $erased } dossiers reçus là-bas et effacés ici, { $kept } gardés, { $refused } réponses refusées.
outbox-shown = { $from } à { $to } sur { $total }
page-before = Précédents
page-after = Suivants
cause-network-down = La ligne ne répond pas
cause-network-timeout = La ligne est trop lente
cause-restarted = La borne s'est arrêtée pendant l'envoi
cause-damaged = Le fichier a changé sur le disque
cause-set-aside-by-desk = Mis de côté au guichet
cause-conflict = Le service a un autre contenu sous ce numéro
cause-backend-error = Le service a un défaut
cause-receipt-invalid = Le reçu n'est pas signé par le service
