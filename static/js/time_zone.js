// The device's time zone, so that times are shown in it from the next page on (the profile's wins).
const cookie = `time_zone=${Intl.DateTimeFormat().resolvedOptions().timeZone}`;

if (!document.cookie.split("; ").includes(cookie)) document.cookie = `${cookie}; path=/; max-age=31536000; samesite=lax`;
