// While something is on its way, looks whether the page would say more by now, and only then loads it again: nobody is interrupted for nothing.
const moments = `data-moments="${document.body.dataset.moments}"`;

async function look() {
  const answer = await fetch(location.href).catch(() => null); // offline for a moment: the next look will tell
  if (answer?.ok && !(await answer.text()).includes(moments)) location.reload();
  else setTimeout(look, 1_500);
}

setTimeout(look, 1_500);
