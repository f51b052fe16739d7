export default function ExplorePage() {
  return <h1>Find a design to make, change or build on</h1>
}
