// Whom to ring when a child is not safe: 999 first, then who is on duty, as the site told the last
// time there was a signal. Where nobody can look a number up, it has to be here.
import { el } from "./dom.js";

const NOBODY = { name: "The front door, or out of hours the emergency duty team", number: "", text_to: "", hours: "Their numbers are not on this device yet. They are on your duty card." };

const call = (number, kind = "secondary") => number && el("a", { class: `button button--${kind}`, href: `tel:${number.replaceAll(" ", "")}` }, `Call ${number}`);
const card = (name, ways, said = "") => el("li", { class: "card" }, el("h3", { class: "card__title" }, name), el("p", { class: "help__ways" }, ways), said && el("p", { class: "quietly" }, said));

export function numbers(places = []) {
  const known = places.length ? places : [NOBODY];
  const text = (place) => place.text_to && el("a", { class: "button button--secondary", href: `sms:${place.text_to}` }, `Text ${place.text_to}`);
  return el("ul", { class: "plain-list help" }, card("A child is in danger now", [call("999", "primary")]), known.map((place) => card(place.name, [call(place.number), text(place)], place.hours)));
}
