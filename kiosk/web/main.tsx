/** The page: draws the view it is sent, and nothing of its own. */
import { effect } from "@preact/signals";
import { render } from "preact";
import type { Screen } from "../../api/words/kiosk-screen.ts";
import { Bar, Head } from "./frame.tsx";
import { firstPage } from "./first.ts";
import { listenToCurtain } from "./curtain.ts";
import { listenForHeadphones } from "./headphones.ts";
import { listenToKeys } from "./keys.ts";
import { connect, offline, setting, view } from "./link.ts";
import { Offline, OverlaySheet } from "./overlays.tsx";
import { Attract, Consent, Language, Next, Notice, Simple } from "./screens/begin.tsx";
import { Closed } from "./screens/closed.tsx";
import { Face, FaceReview } from "./screens/face.tsx";
import { Finger } from "./screens/finger.tsx";
import { Desk, Review, Ticket } from "./screens/finish.tsx";
import { Paused } from "./screens/paused.tsx";
import { Paper, PaperReview } from "./screens/paper.tsx";
import { Reference, forgetReference } from "./screens/reference.tsx";
import { Identifier, Payment, Service, forgetPayment } from "./screens/service.tsx";
import { Signature, SignatureReview, forgetSignature } from "./screens/signature.tsx";
import { Status, forgetTicket } from "./screens/status.tsx";
import { listenToView } from "./sounds.ts";
import { listenToReader } from "./reader.ts";
import { addWords, offer, ready } from "./words.ts";

const Drawn = ({ screen }: { screen: Screen }) => {
  switch (screen.kind) {
    case "attract":
      return <Attract />;
    case "closed":
      return <Closed screen={screen} />;
    case "language":
      return <Language />;
    case "notice":
      return <Notice screen={screen} />;
    case "service":
      return <Service screen={screen} />;
    case "identifier":
      return <Identifier screen={screen} />;
    case "payment":
      return <Payment screen={screen} />;
    case "consent":
      return <Consent screen={screen} />;
    case "reference":
      return <Reference screen={screen} />;
    case "face":
      return <Face screen={screen} />;
    case "face-review":
      return <FaceReview screen={screen} />;
    case "finger":
      return <Finger screen={screen} />;
    case "signature":
      return <Signature screen={screen} />;
    case "signature-review":
      return <SignatureReview screen={screen} />;
    case "paper":
      return <Paper screen={screen} />;
    case "paper-review":
      return <PaperReview screen={screen} />;
    case "review":
      return <Review screen={screen} />;
    case "desk":
      return <Desk screen={screen} />;
    case "sealing":
      return <Simple name="sealing" sign="sealing" title="sealing-title" />;
    case "ticket":
      return <Ticket screen={screen} />;
    case "status":
      return <Status screen={screen} />;
    case "thanks":
      return (
        <Simple name="thanks" sign="thanks" title="thanks-title" line="thanks-line">
          <Next />
        </Simple>
      );
    case "wiped":
      return (
        <Simple name="wiped" sign="erased" title={screen.done ? "wiped-title" : "wiping-title"}>
          {screen.done && <Next />}
        </Simple>
      );
    case "paused":
      return <Paused screen={screen} />;
    default:
      return null;
  }
};

const Kiosk = () => {
  const now = view.value;
  if (now === undefined || !ready.value || setting.value === undefined) return null;
  return (
    <div class="kiosk" data-screen={now.screen.kind} data-revision={now.revision}>
      <Head />
      <Drawn screen={now.screen} />
      <Bar />
      {now.overlay !== undefined && <OverlaySheet key={now.overlay.kind} overlay={now.overlay} />}
      {offline.value && <Offline />}
      {now.comfort.curtain && <div class="curtain" aria-hidden="true" />}
    </div>
  );
};

const root = document.documentElement;
effect(() => {
  const now = view.value;
  if (now === undefined) return;
  root.lang = now.language;
  root.dir = offer.value?.direction ?? "ltr";
  root.dataset["text"] = String(now.comfort.text);
  root.dataset["contrast"] = now.comfort.contrast;
  root.dataset["position"] = now.comfort.position;
  root.dataset["motion"] = matchMedia("(prefers-reduced-motion: reduce)").matches
    ? "reduced"
    : now.comfort.motion;
});
effect(() => {
  const theme = setting.value?.theme;
  if (theme === undefined) return;
  const { band, ...colours } = theme.colours;
  const names: Record<keyof typeof colours, string> = {
    paper: "--paper",
    ink: "--ink",
    primary: "--primary",
    onPrimary: "--on-primary",
    accent: "--accent",
    onAccent: "--on-accent",
    soft: "--soft",
  };
  // In a sheet of its own, so that the high-contrast colours still win.
  const sheet = new CSSStyleSheet();
  const own = Object.entries(names).map(([key, name]) => `${name}:${colours[key as keyof typeof colours]}`);
  const bands = band.map((colour, index) => `--band-${index + 1}:${colour}`);
  sheet.replaceSync(
    `:root:not([data-contrast="high"]){${own.join(";")}}:root{${bands.join(";")};--mm:${setting.value?.pixelsPerMm ?? 3.6}px}`,
  );
  document.adoptedStyleSheets = [sheet];
});
let session: string | undefined;
effect(() => {
  const now = view.value?.session;
  if (session !== undefined && now !== session) {
    forgetReference();
    forgetPayment();
    forgetTicket();
    forgetSignature();
  }
  session = now;
});

listenToReader();
listenToKeys();
listenForHeadphones();
listenToView();
listenToCurtain();
const place = document.querySelector("#kiosk");
if (place !== null) render(<Kiosk />, place);
const first = firstPage();
if (first !== undefined && first.strings !== "") addWords(first.view.language, first.strings);
void connect(first);
