/** Shown while the process that makes the pages is away. It depends on nothing: no style sheet, no font, no script. */
export const WEB_DOWN_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The pages restart, git goes on</title>
<style>
  :root { color-scheme: light dark; --bg: #fbfbfa; --fg: #1d2226; --quiet: #5b646b; --line: #d9dde0; }
  @media (prefers-color-scheme: dark) { :root { --bg: #14171a; --fg: #e8ebed; --quiet: #9aa4ab; --line: #2e353a; } }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--bg); color: var(--fg);
    font: 1rem/1.6 system-ui, sans-serif; }
  main { max-width: 34rem; padding: 2rem 1.5rem; }
  h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; }
  p { margin: 0 0 1rem; color: var(--quiet); }
  a { display: inline-block; padding: .5rem 1rem; border: 1px solid var(--line); border-radius: .375rem;
    color: inherit; text-decoration: none; }
  a:hover { border-color: currentColor; }
  a:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
</style>
</head>
<body>
<main>
  <h1>The pages restart, git goes on</h1>
  <p>The part of this instance that makes its pages does not answer. It is started again by itself, usually
  within a few seconds. Cloning, fetching and pushing work all the while.</p>
  <a href="">Try again</a>
</main>
</body>
</html>
`
