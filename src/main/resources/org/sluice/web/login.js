// Signs in, and opens the desk.
const form = document.getElementById('login');
const problem = document.getElementById('problem');

form.addEventListener('submit', async event => {
  event.preventDefault();
  problem.hidden = true;
  const button = form.querySelector('button');
  button.disabled = true;
  try {
    const answer = await fetch('/api/v1/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: form.elements.name.value, passcode: form.elements.passcode.value }),
    });
    if (answer.ok) {
      location.reload();
      return;
    }
    problem.textContent = (await answer.json()).detail;
  } catch {
    problem.textContent = 'The node does not answer.';
  }
  problem.hidden = false;
  button.disabled = false;
  form.elements.passcode.select();
});
