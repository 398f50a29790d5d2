# العربية. السطر هو ما تعرضه الشاشة، و ‎.say هو ما يقوله الصوت عندما يختلف عنه.

## البداية
attract-title = جواز سفرك يبدأ من هنا
attract-line = المس الشاشة
    .say = مرحبا بك. المس الشاشة للبدء.
language-title = اختر لغتك
    .say = العربية. المس هنا للمتابعة بالعربية.

## ما الذي سيحدث
notice-title = ما الذي سيحدث
    .say = سيأخذ الجهاز صورتك وبصماتك وتوقيعك، ثم تحصل على تذكرة. يمكن للموظف أن يساعدك في أي لحظة.
notice-reference = ملفك
notice-face = صورتك
notice-fingers = أصابعك
notice-signature = توقيعك
notice-ticket = تذكرتك
notice-line = يمكنك التوقف في أي لحظة. إذا توقفت فلن يُحفظ أي شيء.

## الموافقة
consent-title = هل توافق؟
    .say = تُستعمل صورتك وبصماتك وتوقيعك لجواز سفرك فقط ولا لأي شيء آخر. تُرسل مختومة إلى مصلحة الجوازات، ويمحوها هذا الجهاز بعد أن تستلمها المصلحة، وتحفظها المصلحة المدة التي يحددها القانون. يمكنك الاطلاع على بياناتك وتصحيحها أو تقديم شكوى: اسأل في الشباك. إذا لم توافق فسيخدمك الموظف بطريقة أخرى. المس علامة الصح إذا كنت توافق، أو علامة الخطأ إذا كنت لا توافق.
consent-purpose = لجواز سفرك فقط
consent-kept = يُحفظ: صورتك وبصماتك وتوقيعك وبياناتك
consent-sealed = تُرسل مختومة إلى مصلحة الجوازات وتحفظها المدة التي يحددها القانون
consent-erased = تُمحى هنا بعد أن تستلمها المصلحة
consent-choice = إذا لم توافق فسيخدمك الموظف بطريقة أخرى
consent-rights = يمكنك الاطلاع على بياناتك وتصحيحها أو تقديم شكوى: اسأل في الشباك
consent-guardian = يوافق أحد الوالدين أو الوصي عن الطفل
consent-agree = أوافق
consent-disagree = لا أوافق

## ملفك
reference-title = أظهر رمز موعدك
    .say = أظهر رمز موعدك أمام الكاميرا. يمكنك أيضا كتابة رقمه أو المتابعة بدونه.
reference-resume = أظهر رمزك مرة أخرى للمتابعة
reference-qr = ضع الرمز هنا
reference-typed = كتابة الرقم
reference-document = استعمال جواز أو بطاقة
reference-none = ليس لدي رمز
reference-field = رقم الملف
reference-mrz-field = الأسطر الموجودة أسفل وثيقتك
reference-send = متابعة
reference-erase = مسح
reference-not-ours = هذا ليس رمز موعد لهذه المصلحة. جرب رمزا آخر أو اكتب الرقم.
reference-unreadable = تعذرت قراءة الرمز. أمسكه مستويا ودون حركة.
reference-unknown = هذا الرقم غير معروف هنا. تحقق منه أو تابع بدونه.

## صورتك
face-title = صورتك
    .say = انظر إلى الكاميرا واتبع الرسم.
face-look-here = انظر إلى الكاميرا
face-alone = شخص واحد فقط من فضلك
face-come-closer = اقترب
face-go-back = تراجع قليلا
face-move-left = تحرك إلى يسارك
face-move-right = تحرك إلى يمينك
face-move-up = ارتفع قليلا
face-move-down = انخفض قليلا
face-hold-still = لا تتحرك
face-turn-left = أدر وجهك إلى يسارك
face-turn-right = أدر وجهك إلى يمينك
face-chin-up = ارفع ذقنك
face-chin-down = أنزل ذقنك
face-head-straight = اجعل رأسك مستقيما
face-open-eyes = افتح عينيك جيدا
face-close-mouth = أغلق فمك
face-neutral = أرح ملامح وجهك
face-glasses = انزع نظارتك
face-uncover-face = أظهر وجهك كاملا. يمكن أن يبقى الرأس مغطى.
face-light = ابتعد عن الضوء القوي
face-ready = ممتاز. ابق هكذا.
face-countdown = ممتاز. ابق هكذا.
face-taking = أُخذت الصورة
face-accompanied = يتراجع الشخص البالغ، ويبقى الطفل وحده أمام الكاميرا.
covering-open = أُبقي رأسي مغطى
covering-title = لماذا رأسك مغطى؟
    .say = يمكن أن يبقى رأسك مغطى لسبب ديني أو صحي. يجب أن يظهر الوجه من الذقن إلى الجبين مع حافتيه. المس الصورة المناسبة.
covering-how = يظهر الوجه من الذقن إلى الجبين مع حافتيه.
covering-religious = لسبب ديني
covering-medical = لسبب صحي
covering-noted = يبقى الرأس مغطى: تم التسجيل.
face-review-title = هل هذه الصورة جيدة؟
    .say = هذه صورتك. المس علامة الصح للاحتفاظ بها، أو السهم لأخذ صورة أخرى.
face-keep = الاحتفاظ بها
face-again = أخذ صورة أخرى
mirror-label = صورتك في المرآة

## أصابعك
finger-title = أصابعك
finger-right-thumb = الإبهام الأيمن
finger-right-index = السبابة اليمنى
finger-right-middle = الوسطى اليمنى
finger-right-ring = البنصر الأيمن
finger-right-little = الخنصر الأيمن
finger-left-thumb = الإبهام الأيسر
finger-left-index = السبابة اليسرى
finger-left-middle = الوسطى اليسرى
finger-left-ring = البنصر الأيسر
finger-left-little = الخنصر الأيسر
finger-place = ضع هذا الإصبع على الزجاج
finger-hold = اتركه في مكانه
finger-lift = ارفع إصبعك
finger-press-harder = اضغط أكثر قليلا
finger-press-lighter = اضغط أقل قليلا
finger-move-finger-up = حرك إصبعك إلى الأعلى
finger-move-finger-down = حرك إصبعك إلى الأسفل
finger-move-finger-left = حرك إصبعك إلى اليسار
finger-move-finger-right = حرك إصبعك إلى اليمين
finger-wipe-finger = جفف إصبعك
finger-wipe-glass = امسح الزجاج
finger-moisten = انفخ على إصبعك
finger-wrong-finger = استعمل اليد الأخرى
finger-same-finger = أُخذ هذا الإصبع من قبل. ضع الإصبع المبيّن.
finger-done = ممتاز
finger-unable = لا أستطيع استعمال هذا الإصبع
unable-title = ما حال هذا الإصبع؟
    .say = المس الرسم المناسب: لا يوجد إصبع، أو ضمادة، أو بصمة غير واضحة. سنتابع بدونه.
unable-amputated = لا يوجد إصبع
unable-bandaged = ضمادة أو جرح
unable-unable-to-print = بصمة غير واضحة
print-label = صورة بصمتك

## توقيعك
signature-title = توقيعك
signature-sign = وقّع كعادتك
    .say = وقّع داخل الإطار كعادتك. إذا كنت لا تكتب فضع علامتك.
signature-sign-pad = وقّع على اللوح
    .say = وقّع على اللوح كعادتك. إذا كنت لا تكتب فضع علامتك.
signature-sign-longer = أطول قليلا من فضلك
signature-sign-inside = ابق داخل الإطار
signature-done = ممتاز
signature-erase = مسح
signature-send = انتهيت
signature-unable = لا أستطيع التوقيع
signature-field = إطار توقيعك
signature-review-title = هل هذا التوقيع جيد؟
    .say = هذا توقيعك. المس علامة الصح للاحتفاظ به، أو السهم للتوقيع من جديد.

## قبل الإرسال
review-title = ما الذي سيُرسل
    .say = هذا ما سيُرسل إلى مصلحة الجوازات. المس علامة الصح إذا كان كل شيء جيدا، أو السهم بجانب صورة لإعادتها.
review-identity = أنت
review-face = صورتك
review-fingers = أصابعك
review-signature = توقيعك
review-contact = كيف نتصل بك
review-later = في الشباك
review-again = إعادة
review-taken = تم
review-send = كل شيء جيد: اختم الملف
review-no-details = سيكمل الموظف بياناتك في الشباك

## الشباك
desk-title = توجه إلى الشباك من فضلك
desk-asked = سيتابع الموظف معك في الشباك.
desk-profile = سيتحقق الموظف معك من كل شيء في الشباك.
desk-device = سيتابع الموظف معك في الشباك. لم ترتكب أي خطأ.
desk-guardian = يأتي الطفل إلى الشباك مع أحد والديه أو وصيّه.
desk-done = أنا ذاهب

## الختم والتذكرة
sealing-title = يجري ختم ملفك
    .say = يجري ختم ملفك. لحظة من فضلك.
ticket-title = تذكرتك
    .say = هذه تذكرتك. خذ الورقة أو صوّر الشاشة. برقمها يمكنك أن تسأل لاحقا عن جواز سفرك.
ticket-number = الرقم
ticket-print = طباعة
ticket-done = أخذتها
slip-printing = تخرج تذكرتك من الفتحة
slip-printed = خذ تذكرتك من الفتحة
slip-no-paper = لم يبق ورق. اكتب الرقم أو صوّر الشاشة.
slip-cover-open = الطابعة مفتوحة. اكتب الرقم أو صوّر الشاشة.
slip-printer-trouble = لا يمكن طبع التذكرة. اكتب الرقم أو صوّر الشاشة.
slip-news = احتفظ بهذه التذكرة. رقمها يخبرك أين وصل جواز سفرك.
slip-desk = اذهب إلى الشباك ومعك هذه التذكرة.
thanks-title = شكرا لك
    .say = شكرا لك. مُحي كل شيء من هذه الشاشة. إلى اللقاء.
thanks-line = مُحي كل شيء من هذه الشاشة.

## أين وصل جواز سفري؟
bar-ticket = تذكرتي
status-title = أظهر تذكرتك
    .say = أين وصل جواز سفرك؟ أظهر رمز تذكرتك أمام الكاميرا أو اكتب رقمها.
status-qr = ضع رمز التذكرة هنا
status-typed = كتابة رقم التذكرة
status-field = رقم التذكرة
status-not-a-ticket = هذه ليست تذكرة من هذا الجهاز. أظهر التذكرة التي حصلت عليها في النهاية.
status-unreadable = حرف من هذا الرقم غير صحيح. تحقق منه.
status-unknown = هذه التذكرة غير معروفة هنا. اسأل في الشباك.
status-at-desk = على الموظف أن يراك: اذهب إلى الشباك
status-kept-here = ملفك مختوم هنا وينتظر الخط
status-sent = وصل ملفك إلى مصلحة الجوازات
status-in-work = جواز سفرك قيد الإعداد
status-ready = جواز سفرك جاهز: تعال لاستلامه
status-come-to-desk = الموظف يحتاج إليك: اذهب إلى الشباك
status-collected = تم استلامه
status-erased = لم تتم مراجعتك في المكتب في الوقت المحدد: مُحي كل شيء. ابدأ من جديد من فضلك.
status-done = فهمت

## التوقف
leave-title = هل تريد التوقف ومحو كل شيء؟
    .say = هل تريد التوقف؟ سيُمحى كل شيء عندئذ.
leave-yes = توقف ومحو
leave-no = متابعة
wiping-title = يجري المحو
wiped-title = مُحي كل شيء
    .say = لقد توقفت. مُحي كل شيء.
still-title = هل ما زلت هنا؟
    .say = هل ما زلت هنا؟ المس الشاشة للمتابعة، وإلا فسيُمحى كل شيء.
still-yes = أنا هنا

## المساعدة
help-title = مساعدة
help-open = مساعدة
help-close = متابعة
help-listen = استمع مرة أخرى
help-attract = المس الشاشة في أي مكان للبدء. الموظف هنا إذا كنت تفضل الشباك.
help-language = المس مربع لغتك. المس مكبر الصوت فيه لتسمعها أولا.
help-notice = تبين الرسوم الخطوات. الزر الكبير للمتابعة.
help-consent = المس علامة الصح إذا كنت توافق. وإلا فسيخدمك الموظف بطريقة أخرى.
help-reference = رمز الموعد هو المربع الموجود على ورقتك أو هاتفك. يمكنك المتابعة بدونه أيضا.
help-face = قف بحيث يملأ وجهك الشكل البيضوي، دون نظارة أو قبعة. يمكن أن يبقى غطاء الرأس الديني إذا ظهر الوجه كاملا. تُؤخذ الصورة تلقائيا.
help-finger = ضع الإصبع المبيّن مستويا على الزجاج واتركه. إذا كان غير موجود أو يؤلمك فالمس الزر أسفله.
help-signature = وقّع كما في أوراقك. إذا كنت لا تكتب فضع علامتك.
help-review = هذا كل ما سيُرسل. السهم بجانب الصورة يعيدها.
help-desk = خذ أوراقك وتوجه إلى الشباك.
help-ticket = احتفظ بالتذكرة. برقمها يمكنك أن تسأل عن جواز سفرك.
help-status = أظهر للكاميرا التذكرة التي حصلت عليها في النهاية أو اكتب رقمها. تعرض الشاشة حينها أين وصل جواز سفرك.
help-paused = أُخبر الموظفون.
call-staff = نداء الموظف
staff-title = الموظف قادم
    .say = تم نداء الموظف وهو قادم. ابق هنا من فضلك.
paused-title = لحظة من فضلك
paused-camera = الكاميرا تحتاج إلى مساعدة. تم نداء الموظف. لم ترتكب أي خطأ.
paused-scanner = زجاج البصمات يحتاج إلى مساعدة. تم نداء الموظف. لم ترتكب أي خطأ.
paused-pad = لوح التوقيع يحتاج إلى مساعدة. تم نداء الموظف. لم ترتكب أي خطأ.
paused-kiosk = الجهاز يحتاج إلى مساعدة. تم نداء الموظف. لم ترتكب أي خطأ.
closed-title = لا طلبات جديدة الآن
    .say = لا يمكن تقديم طلبات جديدة هنا الآن. تبيّن الشاشة السبب وموعد الاستئناف.
closed-kiosk = الجهاز يحتاج إلى مساعدة. توجّهوا إلى المكتب من فضلكم.
closed-since = مغلق منذ
closed-resumes = يُفتح من جديد في
closed-no-date = لم يُعرف بعد يوم الاستئناف.
closed-kept = من قدّم طلبه من قبل لا يفعل شيئًا: كل ملف محفوظ ويتابَع.
offline-title = لحظة من فضلك
    .say = لحظة من فضلك. سيعود الجهاز وحده.

## الشريط السفلي
action-go-on = متابعة
action-back = رجوع
action-stop = توقف
bar-language = اللغة
bar-comfort = الراحة
comfort-title = كيف تريد الشاشة؟
comfort-text = حروف أكبر
comfort-contrast = تباين قوي
comfort-seated = أنا جالس
comfort-motion = رسوم ثابتة
comfort-curtain = شاشة مظلمة وصوت فقط
    .say = شاشة مظلمة وصوت فقط. المس الشاشة أو أي زر لتسمع أين أنت.
comfort-unhurried = وقت أطول
comfort-headphones = سماعة: الصوت يرشد
    .say = السماعة موصولة. الصوت يقول كل شيء. الأسهم تنتقل من زر إلى زر، والزر المستدير يختار.
comfort-louder = صوت أعلى
comfort-quieter = صوت أخفض
comfort-done = جاهز
step-reference = ملفك
step-face = صورتك
step-fingers = أصابعك
step-signature = توقيعك
step-review = تحقق
step-ticket = تذكرة
step-finished = تم
step-now = الآن
virtual-note = جهاز تجريبي بأشخاص غير حقيقيين

## المفاتيح، تُقال واحدا واحدا
key-0 = صفر
key-1 = واحد
key-2 = اثنان
key-3 = ثلاثة
key-4 = أربعة
key-5 = خمسة
key-6 = ستة
key-7 = سبعة
key-8 = ثمانية
key-9 = تسعة
key-a = إيه
key-b = بي
key-c = سي
key-d = دي
key-e = إي
key-f = إف
key-g = جي
key-h = إتش
key-i = آي
key-j = جيه
key-k = كيه
key-l = إل
key-m = إم
key-n = إن
key-o = أو
key-p = بيه
key-q = كيو
key-r = آر
key-s = إس
key-t = تي
key-u = يو
key-v = في
key-w = دبليو
key-x = إكس
key-y = واي
key-z = زد
key-dash = شرطة
key-slash = خط مائل
key-filler = زاوية
