# The desk's frame: door, navigation, condition, common buttons. Each page has a file of its own.
desk-title = Desk
desk-language = Language of the desk
skip = Go to the page
navigation = Pages of the desk
group-people = People
group-machine = Machine
group-house = Post
waiting-here = waiting
reading = Reading…
server-gone = The kiosk does not answer. It is looked for all the time; nothing is lost.
page-not-yours = This page is for supervisors.
column-actions = Actions
virtual-note = Trial: simulated devices
rehearsal-on = Rehearsal: nothing is kept
role-operator = operator
role-supervisor = supervisor

sign-in-title = Open the desk
sign-in-name = Sign-in name
sign-in-passphrase = Passphrase
sign-in-refused = The name or the passphrase is not right.
sign-in-wait = Too many tries. Try again in { $duration }.
sign-in-locked = This name is locked. A supervisor can unlock it.
locked-title = Desk locked – { $name }
nobody-title = The desk knows nobody yet
nobody-line = The first supervisor is made on this machine itself, at its command line:

action-sign-in = Sign in
action-sign-out = Sign out
action-lock = Lock
action-unlock = Unlock
action-other-person = Another person
action-look-again = Look again
action-dismiss = Close this message
action-save = Save
action-cancel = Cancel
action-approve = Approve
action-reject = Reject

health-good = All is well
health-degraded = Needs attention
health-blocked = No session can start
line-up = { $count ->
    [0] Line up, nothing waits
    [one] Line up, { $count } packet on its way
   *[other] Line up, { $count } packets on their way
}
line-down = { $count ->
    [one] Offline for { $since }, { $count } packet waits
   *[other] Offline for { $since }, { $count } packets wait
}

notice-asked = The request waits for a supervisor (page "Approvals").
fault-network-down = The kiosk did not answer.
fault-signed-out = Nothing was done: the desk is locked or signed out.
fault-policy-refused = Refused by the rule:
fault-disk-full = The disk is full.

duration-days = { $count } d
duration-hours = { $count } h
duration-minutes = { $count } min
duration-seconds = { $count } s
ago = { $duration } ago
