export default function Screen() {
  return <div class="state">…</div>;
}
