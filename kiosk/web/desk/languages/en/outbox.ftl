page-outbox = Outbox
outbox-online = Online
outbox-offline = Offline for { $duration }
outbox-waiting = Waiting to be sent
outbox-set-aside = Set aside
outbox-done = Received by the service and erased here
outbox-oldest = The oldest
outbox-line = Line
outbox-unanswered = { $count ->
    [one] { $count } try without an answer
   *[other] { $count } tries without an answer
}
outbox-next-probe = next try in { $duration }
outbox-empty = Nothing waits: all that was sealed has arrived.
outbox-number = No.
outbox-where = Where
outbox-since = For
outbox-why = Why
outbox-next = Next
outbox-sealed = sealed { $when }
outbox-attempts = { $count ->
    [0] not tried yet
    [one] { $count } try
   *[other] { $count } tries
}
outbox-no-cause = nothing in the way
outbox-state-waiting = here, waits
outbox-state-sending = on its way
outbox-state-set-aside = set aside
outbox-state-receipted = received
outbox-state-erased = erased
outbox-next-now = goes now
outbox-next-in = goes again in { $duration }
outbox-next-sending = an answer is awaited
outbox-next-set-aside = nothing without you: retry
outbox-next-receipted = is erased
outbox-next-erased = nothing
outbox-retry = Retry
outbox-retry-all = Retry all
outbox-retried = Goes as soon as the line answers.
outbox-retried-all = { $packets } packets go as soon as the line answers.
outbox-put-aside = Set aside
outbox-is-aside = Set aside; it stays on this disk.
outbox-media = Diplomatic bag
outbox-media-lead = Packets leave sealed on a medium; here they stay until the receipt. The medium comes back with the receipts.
outbox-no-media = No medium is plugged in.
outbox-medium = Medium
outbox-export = Export
outbox-exported = { $packets } packets are on the medium, in { $folder }.
outbox-import = Read receipts
outbox-imported = The answers were read: { $erased } packets received there and erased here, { $kept } kept, { $refused } answers refused.
outbox-shown = { $from } to { $to } of { $total }
page-before = Before
page-after = After
cause-network-down = The line does not answer
cause-network-timeout = The line is too slow
cause-restarted = The kiosk ended while sending
cause-damaged = The file has changed on the disk
cause-set-aside-by-desk = Set aside at the desk
cause-conflict = The service has other content under this number
cause-backend-error = The service has a fault
cause-receipt-invalid = The receipt is not signed by the service
