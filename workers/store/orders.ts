import { and, eq } from 'drizzle-orm';
import type { Order } from '../domain/server.ts';
import type { Scope } from './database.ts';
import { orders } from './schema.ts';

export const orderByKey = async (scope: Scope, intentKey: string): Promise<Order | undefined> =>
  (
    await scope.db
      .select()
      .from(orders)
      .where(and(eq(orders.teamId, scope.teamId), eq(orders.intentKey, intentKey)))
      .limit(1)
  )[0];

export const orderById = async (scope: Scope, id: string): Promise<Order | undefined> =>
  (
    await scope.db
      .select()
      .from(orders)
      .where(and(eq(orders.teamId, scope.teamId), eq(orders.id, id)))
      .limit(1)
  )[0];

/** Writes the intent before the vendor is called; the same key answers the row that is there. */
export async function intendOrder(scope: Scope, order: Omit<Order, 'teamId'>): Promise<Order> {
  await scope.db
    .insert(orders)
    .values({ ...order, teamId: scope.teamId })
    .onConflictDoNothing();
  const row = await orderByKey(scope, order.intentKey);
  if (!row) throw new Error('an order intent was written and cannot be read');
  return row;
}

export async function updateOrder(
  scope: Scope,
  id: string,
  changes: Partial<Pick<Order, 'state' | 'vendorOrderId'>>
): Promise<void> {
  await scope.db
    .update(orders)
    .set(changes)
    .where(and(eq(orders.teamId, scope.teamId), eq(orders.id, id)));
}
