// Suggestions while a question is typed, and a note of which result was followed where the site counts that. The page
// does without. A form gets suggestions by an attribute data-suggestions, which is the name of their list.
// The box is a combobox with list autocomplete and manual selection, by the WAI-ARIA Authoring Practices.

const WAIT_MS = 120; // after a key, before anything is asked
const MOST = 8;

let boxes = 0;

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.elements.q;
    this.list = document.createElement('ul');
    this.list.id = `isoglot-suggestions-${++boxes}`;
    this.list.hidden = true;
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', form.dataset.suggestions);
    form.append(this.list);
    const attributes = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.list.id };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.input.autocomplete = 'off';
    this.input.addEventListener('input', () => this.ask());
    this.input.addEventListener('keydown', (event) => this.press(event));
    this.input.addEventListener('blur', () => this.close());
    this.form.addEventListener('submit', () => this.close());
    // Before the box loses its focus.
    this.list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.list.addEventListener('click', (event) => this.take(event.target.closest('[role=option]')));
  }

  get options() {
    return [...this.list.children];
  }

  get chosen() {
    return this.options.findIndex((option) => option.getAttribute('aria-selected') === 'true');
  }

  ask() {
    clearTimeout(this.timer);
    this.request?.abort();
    if (!this.input.value.trim()) this.close();
    else this.timer = setTimeout(() => this.fetch(), WAIT_MS);
  }

  // A failure is no suggestion, and no reason to disturb.
  async fetch() {
    const url = new URL('suggest', this.form.action);
    const lang = this.form.elements.lang?.value ?? document.documentElement.lang;
    url.search = new URLSearchParams({ q: this.input.value, lang });
    this.request = new AbortController();
    try {
      const response = await fetch(url, { signal: this.request.signal });
      const [asked, texts] = response.ok ? await response.json() : ['', []];
      if (asked.trim() === this.input.value.trim() && document.activeElement === this.input) this.show(texts.slice(0, MOST));
    } catch {
      this.close();
    }
  }

  show(texts) {
    this.list.replaceChildren(...texts.map((text, i) => {
      const option = document.createElement('li');
      option.id = `${this.list.id}-${i}`;
      option.textContent = text;
      option.dir = 'auto';
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      return option;
    }));
    this.choose(-1);
    this.list.hidden = !texts.length;
    this.input.setAttribute('aria-expanded', String(!this.list.hidden));
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.choose(-1);
  }

  choose(i) {
    this.options.forEach((option, k) => option.setAttribute('aria-selected', String(k === i)));
    if (i < 0) return this.input.removeAttribute('aria-activedescendant');
    this.input.setAttribute('aria-activedescendant', this.options[i].id);
    this.options[i].scrollIntoView({ block: 'nearest' });
  }

  take(option) {
    if (!option) return;
    this.input.value = option.textContent;
    this.close();
    this.form.requestSubmit();
  }

  // Down and up also open the list that was closed; with Alt they only open and close it.
  move(event, step) {
    const n = this.options.length;
    event.preventDefault();
    if (!n) return this.ask();
    if (event.altKey && step < 0) return this.close();
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
    if (!event.altKey) this.choose(this.chosen < 0 ? (step > 0 ? 0 : n - 1) : (this.chosen + step + n) % n);
  }

  press(event) {
    if (event.isComposing) return; // the keys are an input method's
    const isOpen = !this.list.hidden;
    if (event.key === 'ArrowDown') this.move(event, 1);
    else if (event.key === 'ArrowUp') this.move(event, -1);
    else if (event.key === 'Enter' && isOpen && this.chosen >= 0) {
      event.preventDefault();
      this.take(this.options[this.chosen]);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault(); // which would empty the box
      this.close();
    } else if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) this.choose(-1);
  }
}

export function suggestIn(form) {
  if (!form.elements.q.hasAttribute('aria-controls')) new Suggestions(form);
}

// The place of a followed result, where the page says that it is counted (data-log: to which address).
function note(event) {
  const link = event.target.closest?.('.answer[data-log] #results h2 a');
  if (!link || event.button > 1) return;
  const answer = link.closest('.answer'), item = link.closest('li'), list = item.parentElement;
  const rank = list.start + [...list.children].indexOf(item);
  navigator.sendBeacon(new URL(answer.dataset.log, document.baseURI), new URLSearchParams({ lang: answer.dataset.lang, rank }));
}

document.querySelectorAll('form[data-suggestions]').forEach(suggestIn);
document.addEventListener('click', note);
document.addEventListener('auxclick', note);
