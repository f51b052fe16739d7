import { Button } from '@truss/ui/button'

export function SubmitSearch() {
  return (
    <Button type="submit" variant="filled" size="big">
      Search
    </Button>
  )
}
