/** An instant as people read it: 2024-03-10 12:00:05 UTC, seconds left out at the full minute. */
export function timeText(instant: string): string {
  const [date = '', time = ''] = instant.split('T')
  const [hours = '', minutes = '', seconds = ''] = time.replace('Z', '').split(':')
  const rest = seconds.replace(/\..*/, '')
  return `${date} ${hours}:${minutes}${rest === '00' || rest === '' ? '' : `:${rest}`} UTC`
}

/** A length of time in its two largest units: 2 d 3 h, 5 min 1 s. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3_600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  const shown = first < 0 ? parts.slice(-1) : parts.slice(first, first + 2).filter(([count]) => count > 0)
  return shown.map(([count, unit]) => `${count} ${unit}`).join(' ')
}

/** 1234567 as 1,234,567. */
export function countText(count: number): string {
  return count.toLocaleString('en-US')
}

/** `1 key`, `2 keys`. */
export function counted(count: number, thing: string): string {
  return `${countText(count)} ${thing}${count === 1 ? '' : 's'}`
}

/** Bytes in the largest unit of thousands: 1.2 GB. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const amount = bytes / 1000 ** power
  return `${power === 0 ? amount : amount.toFixed(1)} ${units[power]}`
}
