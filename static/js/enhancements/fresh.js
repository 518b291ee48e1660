// A browser may keep this page up when someone goes back to the form from it: then the form is fetched anew.
export default function fresh() {
  const here = location.pathname;
  addEventListener("popstate", () => location.pathname === here || location.replace(location.href));
}
