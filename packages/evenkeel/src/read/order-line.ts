/** `api after worker`, `worker before api`. */
export const ORDER_LINE = /^(?<one>[\w-]+) +(?<word>after|before) +(?<other>[\w-]+)$/;
