// Shows how far a batch has come: the page loads itself again while somebody looks at it.
setInterval(() => {
  if (!document.hidden) window.location.reload();
}, 4000);
