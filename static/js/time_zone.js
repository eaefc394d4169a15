// The device's time zone, so that times are shown in it from the next page on (the profile's wins).
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const known = `time_zone=${encodeURIComponent(zone)}`;

if (zone && !document.cookie.split("; ").some((cookie) => decodeURIComponent(cookie) === `time_zone=${zone}`)) {
  document.cookie = `${known}; path=/; max-age=31536000; samesite=lax`;
}
