/** Names of a service's instances: `api-1`, `api-2`. */
export function instancesOf(service: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${service}-${index + 1}`);
}
