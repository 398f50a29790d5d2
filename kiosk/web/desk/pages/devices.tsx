/** Devices: what is plugged in and why something is not, self-tests, certificates, and the way into a calibration. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fileUrl } from "../link.ts";
import { Badge, Button, Page, Panel, perform, Table, useRead, Waiting, type Tone } from "../parts.tsx";
import { dateOnly, dateTime, words } from "../words.ts";
import { Begin } from "./devices/begin.tsx";
import { Targets } from "./devices/targets.tsx";
import { Wizard } from "./devices/wizard.tsx";
import type { Listed, PlaceView, WizardView } from "./devices/views.ts";

const CONDITION: Readonly<Record<PlaceView["condition"], Tone>> = {
  works: "good",
  untried: "calm",
  gone: "bad",
  faulted: "bad",
};

const calibrationTone = (place: PlaceView): Tone => {
  if (place.calibration === undefined) return "warn";
  return place.calibration.verdict === "passed" && !place.calibration.ended ? "good" : "bad";
};

const Calibrated = ({ place }: { place: PlaceView }) => {
  const { calibration } = place;
  const text =
    calibration === undefined
      ? words("devices-never")
      : words(calibration.ended ? "devices-ended" : `devices-${calibration.verdict}`, {
          date: dateOnly(calibration.expires),
        });
  return <Badge tone={calibrationTone(place)}>{text}</Badge>;
};

/** A new frame every second while the page is looked at. */
const Live = () => {
  const at = useSignal(0);
  const seen = useSignal(false);
  useEffect(() => {
    const timer = setInterval(() => (at.value += 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <img
      class={seen.value ? "live" : "live waiting"}
      alt={words("devices-live")}
      src={fileUrl("devices", "live", { place: "camera", at: String(at.value) })}
      onLoad={(event) => (seen.value = event.currentTarget.naturalWidth > 1)}
    />
  );
};

const Place = ({ place, listed }: { place: PlaceView; listed: Listed }) => {
  const name = words(`devices-${place.place}`);
  return (
    <Panel title={name} class={`place ${place.place}`}>
      <p class="pairs">
        <Badge tone={CONDITION[place.condition]}>{words(`devices-is-${place.condition}`)}</Badge>{" "}
        <Calibrated place={place} />
        {place.lentTo !== undefined && (
          <Badge tone="warn">{words("devices-lent", { owner: place.lentTo })}</Badge>
        )}
      </p>
      {place.device !== undefined && (
        <p>
          <b>
            {place.device.make} {place.device.model}
          </b>
          {place.device.firmware !== undefined &&
            `, ${words("devices-firmware-only", { firmware: place.device.firmware })}`}
          {place.device.serial !== undefined &&
            `, ${words("devices-serial-only", { serial: place.device.serial })}`}
        </p>
      )}
      {place.note !== undefined && <p class="quiet">{place.note}</p>}
      {place.place === "camera" && place.present && <Live />}
      {place.test !== undefined && (
        <p class={place.test.ok ? "notice done" : "fault"} role="status">
          {dateTime(place.test.at)} · {place.test.words} ({place.test.ms} ms)
        </p>
      )}
      {place.present && (
        <Button
          of="devices-test"
          label={`${words("devices-test")}: ${name}`}
          does={() => void perform("devices", "test", { place: place.place })}
        />
      )}
      <Begin place={place} listed={listed} />
    </Panel>
  );
};

const VERIFY = ["json", "pdf"].map(
  (kind) =>
    `openssl cms -verify -binary -inform DER -in certificate.${kind}.p7s -content certificate.${kind} -CAfile ca.pem -purpose any -out verified.${kind}`,
);

const Verify = ({ trial }: { trial: boolean }) => (
  <details>
    <summary>{words("devices-verify")}</summary>
    <p>{words("devices-verify-lead")}</p>
    {VERIFY.map((command) => (
      <p key={command}>
        <code class="hash">{command}</code>
      </p>
    ))}
    <p class="quiet">{words(trial ? "devices-verify-trial" : "devices-verify-own")}</p>
  </details>
);

const Certificates = ({ rows, trial }: { rows: Listed["certificates"]; trial: boolean }) => (
  <Panel of="devices-certificates">
    <Table
      of="devices-certificates"
      empty="devices-no-certificate"
      heads={[
        "devices-certificate",
        "devices-model",
        "devices-verdict",
        "devices-at",
        "devices-expires",
        "devices-operator",
        "",
      ]}
      rows={rows.map((row) => ({
        key: row.id,
        cells: [
          row.id,
          row.model,
          <span>
            <Badge tone={row.verdict === "passed" ? "good" : "bad"}>{words(`verdict-${row.verdict}`)}</Badge>
            {row.rehearsal && <Badge tone="calm">{words("devices-rehearsed")}</Badge>}
          </span>,
          dateTime(row.at),
          // What did not pass is in force on no day.
          row.verdict === "passed" ? dateOnly(row.expires) : "–",
          row.operator,
          <div class="row-actions">
            {(["certificate.pdf", "certificate.json"] as const).map((file) => (
              <a
                key={file}
                class="button calm"
                href={fileUrl("devices", "certificate", { id: row.id, file })}
                download={`${row.id}-${file}`}
              >
                {file.replace("certificate.", "").toUpperCase()}
              </a>
            ))}
            <a
              class="button calm"
              data-does="devices-bundle"
              href={fileUrl("devices", "bundle", { id: row.id })}
              download={`${row.id}.tar`}
            >
              {words("devices-bundle")}
            </a>
          </div>,
        ],
      }))}
    />
    {rows.length > 0 && <Verify trial={trial} />}
  </Panel>
);

const Plugged = ({ listed }: { listed: Listed }) => (
  <Panel of="devices-plugged">
    <p class="lead">{words("devices-plugged-lead")}</p>
    {listed.found.length === 0 && <p class="quiet">{words("devices-nothing")}</p>}
    {listed.found.map((found) => (
      <p key={found.node} class={found.state === "ready" ? "notice done" : "fault"}>
        {found.words}
      </p>
    ))}
    {listed.others.length > 0 && (
      <details>
        <summary>{words("devices-others", { count: listed.others.length })}</summary>
        <ul>
          {listed.others.map((other) => (
            <li key={other.node}>{other.words}</li>
          ))}
        </ul>
      </details>
    )}
    <p class="quiet">{words("devices-swap")}</p>
  </Panel>
);

export const Devices = () => {
  const { value, fault } = useRead<Listed>("devices", "list");
  const { value: wizard } = useRead<{ readonly wizard?: WizardView }>("devices", "wizard");
  if (wizard?.wizard !== undefined)
    return (
      <Page name="devices">
        <Wizard view={wizard.wizard} />
      </Page>
    );
  return (
    <Page name="devices">
      {value === undefined ? (
        <Waiting fault={fault} />
      ) : (
        <>
          <div class="places">
            {value.places.map((place) => (
              <Place key={place.place} place={place} listed={value} />
            ))}
          </div>
          <Certificates rows={value.certificates} trial={value.trial} />
          <Plugged listed={value} />
          <Targets listed={value} />
        </>
      )}
    </Page>
  );
};
