// What a revoked device says of a child who may not be safe. It sends nothing more, so it says of each
// audit whether somebody was told, and where nobody was, whom to ring.
import { notice } from "./dom.js";
import { numbers } from "./duty.js";
import * as ledger from "./ledger.js";

const UNHEARD = "This device was revoked and sends nothing, so nobody is told. If a child is in danger now, ring 999. Then ring the front door, or out of hours the emergency duty team.";
const HEARD = "The safeguarding officer is told that this child may not be safe, although this device was revoked. If a child is in danger now, ring 999.";

export const ofPage = (audit) => (ledger.isUnheard(audit) ? UNHEARD : HEARD);

// The list's own notices; null where no audit says that a child may not be safe.
export function told({ revoked, duty }, audits) {
  const unsafe = revoked ? audits.filter(ledger.saysUnsafe) : [];
  const [unheard, heard] = [unsafe.filter(ledger.isUnheard), unsafe.filter((one) => !ledger.isUnheard(one))];
  return [
    unheard.map((one) => notice(`Nobody was told of case ${one.case_ref}. Ring now: it says that the child may not be safe, and this device sends nothing more.`, "error", true)),
    unheard.length > 0 && numbers(duty),
    heard.map((one) => notice(`The safeguarding officer is told of case ${one.case_ref}, that the child may not be safe.`, "warning")),
  ];
}
