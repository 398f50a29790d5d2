/** People at the desk as a packet names them: role, and when they last proved who they are. */
import { integer, type Database } from "../../../api/base/sqlite.ts";
import type { OperatorRecord } from "../../../api/words/enrolment.ts";
import { ROLES } from "../../../api/words/desk-http.ts";

export const operatorRecords = async (
  database: Database,
): Promise<(id: string) => OperatorRecord | undefined> => {
  const rows = await database.all(
    `SELECT o.id AS id, o.role AS role,
       (SELECT max(a.at) FROM audit a
          WHERE a.event IN ('signed-in', 'desk-unlocked') AND json_extract(a.fields, '$.operator') = o.id) AS proved
     FROM operators o`,
  );
  const known = new Map(
    rows.map((row): [string, OperatorRecord] => {
      const id = String(row["id"]);
      const role = ROLES.find((one) => one === row["role"]) ?? "operator";
      const proved = row["proved"] === null ? undefined : integer(row, "proved");
      return [
        id,
        { id, role, ...(proved === undefined ? {} : { authentication: { method: "password", at: proved } }) },
      ];
    }),
  );
  return (id) => known.get(id);
};
