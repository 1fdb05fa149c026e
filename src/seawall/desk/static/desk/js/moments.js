/* What time was that here? Each <time data-moment> is written in the reader's zone, with UTC beside it. */

export function localise(root) {
  for (const time of root.querySelectorAll("time[data-moment]:not([data-localised])")) {
    time.dataset.localised = "yes";
    write(time);
  }
}

function write(time) {
  const instant = new Date(time.dateTime);
  if (Number.isNaN(instant.getTime()) || instant.getTimezoneOffset() === 0) return;
  const isDay = time.dataset.moment === "day";
  const here = written(instant, isDay, undefined);
  const utc = written(instant, isDay, "UTC");
  if (isDay) {
    time.textContent = here;
    time.title = `${utc} UTC`;
    return;
  }
  const hasSameDay = instant.getDate() === instant.getUTCDate();
  const local = document.createElement("bdi");
  local.textContent = here;
  const zone = document.createElement("span");
  const isolated = document.createElement("bdi");
  zone.className = "moment-zone";
  isolated.textContent = hasSameDay ? `${clock(instant)} UTC` : utc;
  zone.append(" (", isolated, hasSameDay ? ")" : " UTC)");
  time.replaceChildren(local, zone);
}

function written(instant, isDay, timeZone) {
  const form = { day: "numeric", month: "short", year: "numeric", timeZone };
  if (!isDay) Object.assign(form, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return new Intl.DateTimeFormat(locale(), form).format(instant);
}

function clock(instant) {
  return instant.toISOString().slice(11, 16);
}

function locale() {
  const language = document.documentElement.lang || "en";
  return `${language === "en" ? "en-GB" : language}-u-nu-latn-ca-gregory`;
}
