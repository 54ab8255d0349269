/** Formats thousandths as per cent: 667 is 66.7 %. */
export function percent(perMille: number): string {
  const whole = Math.trunc(perMille / 10);
  return perMille % 10 === 0 ? `${whole} %` : `${whole}.${perMille % 10} %`;
}
