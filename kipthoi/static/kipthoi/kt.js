/* Kịp Thời, public pages. Everything here is comfort: each page works without it.
   Words come from the page (data- attributes); nothing is sent, nothing is kept
   unless the person ticks "keep a draft". No library, no eval. */
(function () {
  "use strict";
  var all = function (selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  };
  var one = function (selector, root) { return (root || document).querySelector(selector); };
  var show = function (node, yes) { if (node) node.hidden = !yes; };

  // Storage can be off (private window, policy): then there is simply no draft.
  var store = {
    get: function (name) { try { return localStorage.getItem(name); } catch (e) { return null; } },
    set: function (name, text) { try { localStorage.setItem(name, text); return true; } catch (e) { return false; } },
    drop: function (name) { try { localStorage.removeItem(name); } catch (e) { /* nothing kept */ } },
    dropAll: function () {
      try {
        Object.keys(localStorage).forEach(function (name) {
          if (name.indexOf("kt-draft:") === 0) localStorage.removeItem(name);
        });
      } catch (e) { /* nothing kept */ }
    }
  };

  // Drafts. Only boxes that a person types in; never hidden fields, codes or files.
  all("form[data-draft]").forEach(function (form) {
    var box = one("[data-draft-box]", form), keep = one("[data-draft-keep]", form);
    if (!box || !keep) return;
    var name = "kt-draft:" + form.dataset.draft, say = one("[data-draft-say]", form);
    var drop = one("[data-draft-delete]", form), timer = 0;
    var typed = function () {
      return all("textarea[name], input[type=text][name]", form).filter(function (field) {
        return !field.hasAttribute("data-secret");
      });
    };
    var save = function () {
      if (!keep.checked) return;
      var words = {};
      typed().forEach(function (field) { words[field.name] = field.value; });
      if (store.set(name, JSON.stringify(words)) && say) say.textContent = say.dataset.kept;
    };
    var remove = function () {
      clearTimeout(timer);
      store.drop(name);
      keep.checked = false;
      show(drop, false);
      if (say) say.textContent = say.dataset.gone;
    };
    show(box, true);
    var before = store.get(name);
    if (before) {
      try {
        var words = JSON.parse(before);
        // What the server sends back is newer than the draft.
        typed().forEach(function (field) {
          if (!field.value && typeof words[field.name] === "string") field.value = words[field.name];
        });
      } catch (e) { store.drop(name); }
      keep.checked = true;
      show(drop, true);
      if (say) say.textContent = say.dataset.kept;
    }
    keep.addEventListener("change", function () {
      show(drop, keep.checked);
      if (keep.checked) save(); else remove();
    });
    form.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(save, 400); });
    form.addEventListener("submit", function () { clearTimeout(timer); save(); });
    if (drop) drop.addEventListener("click", remove);
  });
  all("[data-draft-done]").forEach(function (node) { store.drop("kt-draft:" + node.dataset.draftDone); });
  all("[data-exit]").forEach(function (node) { node.addEventListener("click", store.dropAll); });

  // Voice. The recording lands in the ordinary file input; it is played through Web
  // Audio, because a blob: address would need a hole in the content policy.
  var Sound = window.AudioContext || window.webkitAudioContext;
  var canRecord = window.MediaRecorder && window.DataTransfer && Sound &&
    navigator.mediaDevices && navigator.mediaDevices.getUserMedia;
  all("[data-recorder]").forEach(function (root) {
    var box = one("[data-rec-box]", root), input = one("input[type=file]", root);
    if (!canRecord || !box || !input) return;
    var button = function (what) { return one("[data-rec=" + what + "]", box); };
    var say = one("[data-rec-say]", box), level = one("[data-rec-level]", box), hand = one("[data-rec-time]", box);
    var most = Number(root.dataset.maxSeconds) || 600;
    var recorder = null, stream = null, sound = null, playing = null, clock = 0, take = null;
    var tell = function (what) { say.textContent = say.dataset[what] || ""; };
    var time = function (n) { return Math.floor(n / 60) + ":" + ("0" + Math.floor(n % 60)).slice(-2); };
    var state = function (what) {
      show(button("start"), what !== "recording");
      show(button("stop"), what === "recording");
      show(button("play"), what === "done");
      show(button("delete"), what === "done");
      show(level, what === "recording");
      show(hand, what === "recording");
    };
    var quiet = function () {
      clearInterval(clock);
      if (stream) stream.getTracks().forEach(function (track) { track.stop(); });
      stream = null;
      if (sound) sound.close();
      sound = null;
    };
    var hush = function () { if (playing) { playing.close(); playing = null; } };
    var kind = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"].filter(function (type) {
      return MediaRecorder.isTypeSupported(type);
    })[0];
    var finish = function (chunks, type, full) {
      quiet();
      var tail = /mp4/.test(type) ? ".m4a" : /ogg/.test(type) ? ".ogg" : ".webm";
      take = new File([new Blob(chunks, { type: type })], (root.dataset.name || "voice") + tail, { type: type });
      var hold = new DataTransfer();
      hold.items.add(take);
      input.files = hold.files;
      state("done");
      tell(full ? "full" : "done");
      button("play").focus();
    };
    var start = function () {
      hush();
      navigator.mediaDevices.getUserMedia({ audio: true }).then(function (open) {
        var chunks = [], begun = Date.now(), full = false;
        stream = open;
        recorder = new MediaRecorder(open, kind ? { mimeType: kind, audioBitsPerSecond: 24000 } : {});
        recorder.ondataavailable = function (event) { if (event.data.size) chunks.push(event.data); };
        recorder.onstop = function () { finish(chunks, (recorder.mimeType || kind || "audio/webm").split(";")[0], full); };
        sound = new Sound();
        var meter = sound.createAnalyser(), wave = new Uint8Array(256);
        sound.createMediaStreamSource(open).connect(meter);
        recorder.start(1000);
        state("recording");
        button("stop").focus();
        clock = setInterval(function () {
          var gone = (Date.now() - begun) / 1000;
          meter.getByteTimeDomainData(wave);
          level.value = Math.min(100, 1.6 * (Math.max.apply(null, wave) - 128));
          // The minutes are for the eye; who listens hears the state once.
          hand.textContent = time(gone) + " / " + time(most);
          if (gone >= most && recorder.state !== "inactive") { full = true; recorder.stop(); }
        }, 200);
        tell("recording");
      }).catch(function () { quiet(); state("idle"); tell("refused"); });
    };
    var play = function () {
      if (playing) { hush(); return; }
      playing = new Sound();
      var mine = playing;
      // Decoding at 16 kHz keeps ten minutes within a cheap phone's memory.
      take.arrayBuffer().then(function (bytes) {
        var Small = window.OfflineAudioContext || window.webkitOfflineAudioContext;
        return new Small(1, 1, 16000).decodeAudioData(bytes);
      }).then(function (buffer) {
        if (playing !== mine) return;
        var source = mine.createBufferSource();
        source.buffer = buffer;
        source.connect(mine.destination);
        source.onended = function () { if (playing === mine) hush(); };
        source.start();
      }).catch(hush);
    };
    button("start").addEventListener("click", start);
    button("stop").addEventListener("click", function () {
      if (recorder && recorder.state !== "inactive") recorder.stop();
    });
    button("play").addEventListener("click", play);
    button("delete").addEventListener("click", function () {
      hush();
      take = null;
      input.value = "";
      state("idle");
      tell("deleted");
      button("start").focus();
    });
    input.addEventListener("change", function () { hush(); take = null; state("idle"); say.textContent = ""; });
    window.addEventListener("pagehide", function () { hush(); quiet(); });
    show(box, true);
    state("idle");
  });

  // A scanned receipt opens /xem/#<16 digits>: fill the box, wipe the address.
  var key = one("[data-key-field]");
  if (key && location.hash.length > 1) {
    var digits = location.hash.slice(1).replace(/[\s.-]|%20/g, "");
    if (/^\d{16}$/.test(digits)) {
      history.replaceState(null, "", location.pathname + location.search);
      key.value = digits.replace(/(\d{4})(?=\d)/g, "$1 ");
      var go = key.form && one("button:not([type=button])", key.form);
      if (go) go.focus();
    }
  }

  // Leaving the receipt: the browser asks until the person says that it is kept.
  var guard = one("[data-keep-key]");
  if (guard) {
    var kept = false;
    all("[data-kept]").forEach(function (node) {
      node.addEventListener(node.tagName === "FORM" ? "submit" : "click", function () { kept = true; });
    });
    all("[data-save-receipt]").forEach(function (node) {
      node.addEventListener("click", function () { show(one("[data-saved-note]"), true); });
    });
    window.addEventListener("beforeunload", function (event) {
      if (!kept && document.contains(guard)) { event.preventDefault(); event.returnValue = ""; }
    });
    // A saved file does not leave the page, so it must not ask either.
    all("a[download]").forEach(function (link) {
      link.addEventListener("click", function () {
        var was = kept;
        kept = true;
        setTimeout(function () { kept = was; }, 1000);
      });
    });
  }

  // The network is gone: say so; hold back the first try only.
  var note = one("[data-offline]");
  var local = /^(localhost|127\.|\[::1\])/.test(location.hostname);
  var isOff = function () { return navigator.onLine === false && !local; };
  var network = function () { show(note, isOff()); };
  window.addEventListener("online", network);
  window.addEventListener("offline", network);
  network();

  // One press, one sending: the same button twice within four seconds counts once.
  // A later try always goes through; the server's once-token is what keeps it one case.
  document.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter || null;
    if (event.defaultPrevented || form.method !== "post") return;
    if (isOff() && !form.ktWarned) {
      form.ktWarned = true;
      event.preventDefault();
      network();
      return;
    }
    var now = Date.now();
    if (form.ktAt && now - form.ktAt < 4000 && form.ktBy === button) { event.preventDefault(); return; }
    form.ktAt = now;
    form.ktBy = button;
    if (button) {
      button.setAttribute("aria-disabled", "true");
      setTimeout(function () { button.removeAttribute("aria-disabled"); }, 4000);
    }
  });
  window.addEventListener("pageshow", function () {
    all("form").forEach(function (form) { form.ktAt = 0; });
    all("button[aria-disabled]").forEach(function (node) { node.removeAttribute("aria-disabled"); });
  });

  var wrong = one("[data-errors]");
  if (wrong) wrong.focus();
})();
