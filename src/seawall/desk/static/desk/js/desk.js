/* Starts what the desk's pages share. Everything here is a comfort: pages can be read and forms sent without it. */
import { startAnnouncing } from "./announce.js";
import { startDialogs } from "./dialogs.js";
import { startKeys } from "./keys.js";
import { localise } from "./moments.js";
import { startPreferences } from "./preferences.js";
import { startReveal } from "./reveal.js";

startPreferences();
startDialogs();
startReveal();
startKeys();
startAnnouncing();
localise(document);
document.documentElement.dataset.ready = "yes";
