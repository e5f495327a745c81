// Milliseconds that Actual's sync server takes for N messages in batches of 1,000:
// node actual.mjs URL N. The requests are packed before the clock runs.
import { SyncProtoBuf, Timestamp } from '@actual-app/crdt'

const [url, many] = [process.argv[2], Number(process.argv[3])]
const BATCH = 1000

async function post(path, body, headers = {}) {
  const answer = await fetch(url + path, { method: 'POST', body, headers })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer
}

const json = { 'Content-Type': 'application/json' }
const password = JSON.stringify({ password: 'a password for the bench' })
await post('/account/bootstrap', password, json)
const { data } = await (await post('/account/login', password, json)).json()
const token = { 'X-ACTUAL-TOKEN': data.token }
const { groupId } = await (
  await post('/sync/upload-user-file', Buffer.from('x'), {
    ...token, 'Content-Type': 'application/encrypted-file', 'X-ACTUAL-NAME': 'bench',
    'X-ACTUAL-FILE-ID': 'bench', 'X-ACTUAL-FORMAT': '2',
  })
).json()

const start = Date.UTC(2026, 10, 1)
const stamp = n => new Timestamp(start + n, 0, '0123456789abcdef').toString()
const bodies = []
for (let from = 0; from < many; from += BATCH) {
  const request = new SyncProtoBuf.SyncRequest()
  request.setFileid('bench')
  request.setGroupid(groupId)
  request.setSince(stamp(many))  // nothing has to be sent back
  for (let n = from; n < Math.min(many, from + BATCH); n++) {
    const change = new SyncProtoBuf.Message()
    change.setDataset('entries')
    change.setRow(`entry-${n}`)
    change.setColumn('text')
    change.setValue(`S:the pool is full, note ${n}`)
    const envelope = new SyncProtoBuf.MessageEnvelope()
    envelope.setTimestamp(stamp(n))
    envelope.setIsencrypted(false)
    envelope.setContent(change.serializeBinary())
    request.addMessages(envelope)
  }
  bodies.push(Buffer.from(request.serializeBinary()))
}
const began = performance.now()
for (const body of bodies) {
  const answer = await post('/sync/sync', body, {
    ...token, 'Content-Type': 'application/actual-sync', 'X-ACTUAL-FILE-ID': 'bench',
  })
  await answer.arrayBuffer()
}
console.log(performance.now() - began)
