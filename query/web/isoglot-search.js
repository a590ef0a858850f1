// <isoglot-search>: a search form of any page of the site, that shows suggestions and answers in place. What stands in it is an
// ordinary form, which leads to the search page where there is no script. The answer is the search page's own, so it has
// its words, its language and its directions; it stands in the page's own tree, so the page's styles reach it, and no
// inline style is needed. Events: "isoglot-answer" after each answer.
import { suggestIn } from './isoglot.js';

class IsoglotSearch extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector('form');
    if (!this.form || this.region) return;
    this.said = document.createElement('p');
    this.said.setAttribute('role', 'status');
    this.said.className = 'total';
    this.region = document.createElement('div');
    this.region.tabIndex = -1;
    this.append(this.said, this.region);
    if (this.form.dataset.suggestions) suggestIn(this.form);
    this.form.addEventListener('submit', (event) => this.submit(event));
    this.region.addEventListener('click', (event) => this.follow(event));
  }

  submit(event) {
    const url = new URL(this.form.action);
    url.search = new URLSearchParams(new FormData(this.form));
    event.preventDefault();
    this.ask(url);
  }

  // A link that asks the same search otherwise: another page, a filter.
  follow(event) {
    const link = event.target.closest('a[href]');
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain) return;
    const url = new URL(link.href), search = new URL(this.form.action);
    if (url.origin !== search.origin || url.pathname !== search.pathname) return;
    event.preventDefault();
    this.ask(url).then(() => this.region.focus());
  }

  // What cannot be shown here is shown by the search page.
  async ask(url) {
    try {
      const response = await fetch(url, { headers: { Accept: 'text/html' } });
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const answer = page.querySelector('.isoglot .answer');
      if (!response.ok || !answer?.querySelector('.total')) throw new Error('no answer');
      this.show(answer, url);
    } catch {
      location.assign(url);
    }
  }

  show(answer, url) {
    const total = answer.querySelector('.total');
    for (const link of answer.querySelectorAll('a[href]'))
      if (!link.getAttribute('href').startsWith('#')) link.href = new URL(link.getAttribute('href'), url);
    if (answer.dataset.log) answer.dataset.log = new URL(answer.dataset.log, url);
    this.said.replaceChildren(...document.importNode(total, true).childNodes);
    total.remove();
    const shown = document.createElement('div');
    shown.className = 'answer';
    Object.assign(shown.dataset, answer.dataset);
    shown.lang = attributeOf(answer, 'lang');
    shown.dir = attributeOf(answer, 'dir');
    shown.append(...document.importNode(answer, true).childNodes);
    this.region.replaceChildren(shown);
    this.dispatchEvent(new CustomEvent('isoglot-answer', { bubbles: true, detail: { url: String(url) } }));
  }
}

function attributeOf(answer, attribute) {
  return answer.closest(`[${attribute}]`).getAttribute(attribute);
}

customElements.define('isoglot-search', IsoglotSearch);
