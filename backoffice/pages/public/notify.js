// A notification that is pressed opens its receipt, in the page that is open if there is one.
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { address } = event.notification.data;
  event.waitUntil(
    self.clients.matchAll({ type: 'window', includeUncontrolled: true }).then(async ([page]) => {
      if (!page) return self.clients.openWindow(`/${address}`);
      page.postMessage({ address });
      return page.focus();
    }),
  );
});
