// What a Go module built for wasip1 asks of its host, as far as the calculator needs it: a clock, random numbers,
// somewhere to print a crash, a way out. There are no files, no arguments and no environment.

const SUCCESS = 0;
const BAD_FD = 8;

/** The module called proc_exit, as the Go runtime does when it cannot go on. */
export class Exit extends Error {}

/**
 * The imports of one instance. memory() gives the instance's memory; it is asked anew every time, because a memory
 * that grows gets a new buffer.
 */
export function wasi(memory) {
  const view = () => new DataView(memory().buffer);
  const bytes = (at, length) => new Uint8Array(memory().buffer, at, length);
  const nothing = (countAt, sizeAt) => {
    view().setUint32(countAt, 0, true);
    view().setUint32(sizeAt, 0, true);
    return SUCCESS;
  };
  return {
    args_sizes_get: nothing,
    args_get: () => SUCCESS,
    environ_sizes_get: nothing,
    environ_get: () => SUCCESS,
    clock_time_get(id, precision, at) {
      const milliseconds = id === 0 ? Date.now() : performance.now();
      view().setBigUint64(at, BigInt(Math.round(milliseconds * 1000)) * 1000n, true);
      return SUCCESS;
    },
    random_get(at, length) {
      for (let done = 0; done < length; done += 65536) { // the most that getRandomValues fills at once
        crypto.getRandomValues(bytes(at + done, Math.min(65536, length - done)));
      }
      return SUCCESS;
    },
    // Only the runtime prints, and only when it fails: the text goes to the console as it comes.
    fd_write(fd, vectorsAt, count, writtenAt) {
      let text = "", written = 0;
      for (let i = 0; i < count; i++) {
        const at = view().getUint32(vectorsAt + 8 * i, true), length = view().getUint32(vectorsAt + 8 * i + 4, true);
        text += new TextDecoder().decode(bytes(at, length));
        written += length;
      }
      console.error(text.trimEnd());
      view().setUint32(writtenAt, written, true);
      return SUCCESS;
    },
    // A page must not sleep: whatever was to be waited for has happened. An event is 32 bytes, a subscription 48;
    // both begin with the eight that tell them apart.
    poll_oneoff(subscriptionsAt, eventsAt, count, countAt) {
      for (let i = 0; i < count; i++) {
        bytes(eventsAt + 32 * i, 32).fill(0);
        bytes(eventsAt + 32 * i, 8).set(bytes(subscriptionsAt + 48 * i, 8));
      }
      view().setUint32(countAt, count, true);
      return SUCCESS;
    },
    sched_yield: () => SUCCESS,
    proc_exit(status) { throw new Exit(`the module stopped with status ${status}`); },
    fd_close: () => BAD_FD,
    fd_fdstat_get: () => BAD_FD,
    fd_fdstat_set_flags: () => BAD_FD,
    fd_prestat_get: () => BAD_FD,
    fd_prestat_dir_name: () => BAD_FD,
  };
}
