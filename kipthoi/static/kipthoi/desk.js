/* Kịp Thời, officers' pages: keys, focus, unsaved words. Works without it; does
   nothing where its elements are absent. */
(function () {
  "use strict";
  var all = function (selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  };
  var one = function (selector, root) { return (root || document).querySelector(selector); };

  // Single-letter keys can be turned off (WCAG 2.1.4); the choice stays on this machine.
  var OFF = "kt-keys-off";
  var keysOn = function () { try { return !localStorage.getItem(OFF); } catch (e) { return true; } };
  var setKeys = function (on) {
    try { if (on) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1"); } catch (e) { /* this page only */ }
  };

  var help = one("[data-keys-help]"), helpBefore = null;
  var openHelp = function () {
    if (!help || !help.showModal || help.open) return;
    helpBefore = document.activeElement;
    help.showModal();
  };
  if (help && help.showModal) {
    all("[data-keys-open]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", openHelp);
    });
    help.addEventListener("close", function () { if (helpBefore) helpBefore.focus(); });
    var tick = one("[data-keys-on]", help);
    if (tick) {
      tick.checked = keysOn();
      tick.addEventListener("change", function () { setKeys(tick.checked); });
    }
  }

  // Rows of the page's list: table rows, or anything marked [data-row]. The link of a
  // row takes the focus, so that Enter is the browser's own.
  var list = one("[data-keys]");
  var rows = list ? all("tbody tr, [data-row]", list).filter(function (row) { return one("a[href]", row); }) : [];
  var mark = function (row) {
    rows.forEach(function (other) { other.classList.toggle("on", other === row); });
  };
  rows.forEach(function (row) {
    row.addEventListener("focusin", function () { mark(row); });
  });
  var step = function (by) {
    if (!rows.length) {
      var link = one(by > 0 ? "a[data-key-next]" : "a[data-key-prev]");
      if (link) link.click();
      return;
    }
    var at = rows.findIndex(function (row) { return row.classList.contains("on"); });
    var to = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
    var target = one("a[href]", rows[to]);
    target.focus();
    rows[to].scrollIntoView({ block: "nearest" });
  };

  var typing = function (node) {
    return node && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName)) &&
      !/^(checkbox|radio|button|submit)$/.test(node.type || "");
  };
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target)) {
      if (event.key === "Escape" && !event.target.closest("dialog")) event.target.blur();
      return;
    }
    if (!keysOn() || (help && help.open)) return;
    var key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    var act = {
      j: function () { step(1); },
      k: function () { step(-1); },
      g: function () { var link = one(".rail a"); if (link) link.click(); },
      "/": function () {
        var box = all("[data-search]").filter(function (node) { return node.offsetParent; })[0];
        if (!box) return false;
        box.focus();
        box.select();
      },
      "?": openHelp,
      Enter: function () {
        var row = one(".on", list || undefined);
        if (!list || !row || event.target !== document.body) return false;
        one("a[href]", row).click();
      }
    }[key];
    if (act && act() !== false) event.preventDefault();
  });

  // Words typed and not saved: the browser asks before they are lost.
  all("form[data-unsaved]").forEach(function (form) {
    var dirty = false;
    form.addEventListener("input", function () { dirty = true; });
    form.addEventListener("submit", function () { dirty = false; });
    window.addEventListener("beforeunload", function (event) {
      if (dirty) { event.preventDefault(); event.returnValue = ""; }
    });
  });

  // After an act the page says where to go on: the next step takes the focus.
  var next = one("[data-focus]");
  if (next && !one("[data-errors]") && !location.hash) {
    if (!next.hasAttribute("tabindex") && !/^(A|BUTTON|INPUT|TEXTAREA|SELECT)$/.test(next.tagName)) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }
})();
