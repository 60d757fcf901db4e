'use strict';
// The first thing in a dialog takes the focus when the server says that it is there. By then somebody may be typing in one of the dialog's
// fields, and what they type next would go nowhere: so whoever is in the dialog already stays where they are.
window.dialogs = {
  begin(element) {
    if (element && !element.closest('[role=dialog]')?.contains(document.activeElement)) element.focus({ preventScroll: true });
  },
};
