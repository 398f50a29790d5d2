/** A page of the desk, as the navigation knows it. What waits there is counted by the server's part of the same name. */
import type { ComponentType } from "preact";
import type { Right } from "../../../api/words/desk-http.ts";

export interface DeskPage {
  readonly draw: ComponentType<{ readonly rest: readonly string[] }>;
  /** Without it the page is not offered. */
  readonly right: Right;
  readonly group: "people" | "machine" | "house";
}
