// .error-summary: after a form came back with errors, the reader's place is at the summary.
const summary = document.querySelector(".error-summary");

if (summary) {
  summary.tabIndex = -1;
  summary.focus();
}
