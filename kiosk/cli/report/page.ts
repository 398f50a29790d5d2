/** The whole report: one HTML file that needs nothing beside it. */
import { checksSection } from "./checks.ts";
import { type Markup, dataUri, html } from "./html.ts";
import { portraitSection } from "./portrait.ts";
import { printsSection } from "./prints.ts";
import type { Fact, ReportView } from "./view.ts";
import { wholePage } from "./whole.ts";

const facts = (list: readonly Fact[]): Markup =>
  html`<dl>
    ${list.map(
      ({ name, value }) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;

const signatureSection = (signature: ReportView["signature"]): Markup =>
  html`<section>
    <h2>Signature</h2>
    ${
      signature === undefined
        ? html`<p>No signature was recorded.</p>`
        : html`<figure>
            <svg viewBox="0 0 ${signature.width} ${signature.height}" role="img" aria-label="Signature">
              <image
                href="${dataUri(signature.mediaType, signature.bytes)}"
                width="${signature.width}"
                height="${signature.height}"
              />
            </svg>
          </figure>`
    }
  </section>`;

const stepsSection = ({ steps }: ReportView): Markup => {
  const longest = Math.max(1, ...steps.map((step) => step.milliseconds));
  return html`<section>
    <h2>Steps</h2>
    <table>
      <thead>
        <tr>
          <th>Step</th>
          <th>What came out</th>
          <th>Quality</th>
          <th>Time</th>
        </tr>
      </thead>
      <tbody>
        ${steps.map(
          (step) =>
            html`<tr>
              <td>${step.name}</td>
              <td>${step.outcome}</td>
              <td>${step.quality}</td>
              <td>
                <div class="time">
                  <svg viewBox="0 0 160 10" preserveAspectRatio="none">
                    <rect width="${(160 * step.milliseconds) / longest}" height="10" rx="2" /></svg
                  ><span class="number">${step.milliseconds.toFixed(0)} ms</span>
                </div>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
};

const attemptsSection = ({ attempts, devices }: ReportView): Markup =>
  html`<section>
    <h2>Attempts and devices</h2>
    <table>
      <thead>
        <tr>
          <th>Attempt</th>
          <th>Verdict</th>
          <th>Device</th>
          <th>Time</th>
        </tr>
      </thead>
      <tbody>
        ${attempts.map(
          (attempt) =>
            html`<tr>
              <td>${attempt.what}, ${attempt.number}</td>
              <td><span class="chip ${attempt.accepted ? "yes" : "open"}">${attempt.verdict}</span></td>
              <td>${attempt.device}</td>
              <td class="number">${attempt.milliseconds.toFixed(0)} ms</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${devices.map((device) => html`<p><strong>${device.name}</strong>: ${device.facts}<small>${device.note}</small></p>`)}
  </section>`;

const verificationSection = ({ verification }: ReportView): Markup =>
  html`<section>
    <h2>Verified by the test issuer</h2>
    <table>
      <tbody>
        ${verification.map(
          (line) =>
            html`<tr>
              <td>
                <span class="chip ${line.passed ? "yes" : "no"}">${line.passed ? "holds" : "fails"}</span>
              </td>
              <td>${line.name}</td>
              <td class="reason">${line.detail}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;

const packetSection = ({ packet, files }: ReportView): Markup =>
  html`<section>
    <h2>Packet</h2>
    ${facts(packet)}
    <h3>Files</h3>
    <table>
      <thead>
        <tr>
          <th>File</th>
          <th>Bytes</th>
          <th>SHA-256</th>
        </tr>
      </thead>
      <tbody>
        ${files.map(
          (file) =>
            html`<tr>
              <td>${file.name}</td>
              <td class="number">${file.size.toLocaleString("en")}</td>
              <td class="hash">${file.sha256}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;

export const reportPage = (view: ReportView): string => {
  const sound = view.verification.every((line) => line.passed);
  return wholePage({
    title: `Enrolment of ${view.holder}`,
    heading: view.holder,
    about: html`Enrolment packet <code>${view.packetId}</code>`,
    stamp: sound
      ? { words: "Every check of the packet holds", good: true }
      : { words: "The packet does not verify", good: false },
    body: html`
      <div class="mrz">${view.mrz.join("\n")}</div>
      ${view.provisional.length > 0 && html`<small>Provisional until the issuer allots them: ${view.provisional.join(", ")}.</small>`}
      <div class="grid">
        <div>
          ${portraitSection(view.portrait)}
          <section>
            <h2>Applicant</h2>
            ${facts(view.subject)}
          </section>
        </div>
        <div>${printsSection(view)}${signatureSection(view.signature)}${stepsSection(view)}</div>
      </div>
      ${checksSection(view)}${attemptsSection(view)}${verificationSection(view)}${packetSection(view)}
      <footer>
        Specimen: written by the embedded test issuer, which alone can open the packet. The kiosk itself never
        writes biometric data in clear.
      </footer>
    `,
  });
};
