"""Files that are small, or sparse, and claim much: what each command says of them, and the most memory it takes.

python3 hostile_files.py moda-bench.jar FOLDER [PATTERN]

Makes each file in FOLDER, runs the command, prints its row and deletes the file. The memory is VmHWM of the JVM that
the launcher starts, read every 20 ms from /proc; Linux only.
"""
import gzip, json, os, re, shutil, struct, subprocess, sys, time, zlib

JAR, FOLDER = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
PATTERN = sys.argv[3] if len(sys.argv) > 3 else ''
GB = 10**9


def octal(number, width):
    return b'%0*o\0' % (width - 1, number)


def tar_header(name, size, kind):
    header = bytearray(512)
    header[0:len(name)] = name
    header[100:108] = octal(0o644, 8)
    header[108:116] = header[116:124] = octal(0, 8)
    header[124:136] = octal(size, 12)
    header[136:148] = octal(0, 12)
    header[148:156] = b' ' * 8
    header[156:157] = kind
    header[257:265] = b'ustar  \0'
    header[148:156] = b'%06o\0 ' % sum(header)
    return bytes(header)


def gz(path, beginning, byte, count):
    """A gz file of some bytes and then one byte many times."""
    with gzip.open(path, 'wb', 6) as out:
        out.write(beginning)
        block = byte * (1 << 20)
        for _ in range(count >> 20):
            out.write(block)


def sparse(path, size, beginning=b''):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as out:
        out.write(beginning)
        out.truncate(size)


def small(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as out:
        out.write(content)


def tar(kind, size, byte, begin=b''):
    name = b'cifar-10-batches-bin/data_batch_1.bin' if kind == b'0' else b'././@LongLink'
    gz(at('cifar-10-binary.tar.gz'), tar_header(name, size, kind) + begin, byte, size)
    return ['data', 'verify', 'cifar10', '--data-dir', FOLDER]


def names():
    for batch in ['data_batch_%d.bin' % i for i in range(1, 6)] + ['test_batch.bin']:
        small(at('cifar-10-batches-bin/' + batch), bytes(3073 * 10))
    sparse(at('cifar-10-batches-bin/batches.meta.txt'), 6 * GB)
    return ['data', 'verify', 'cifar10', '--data-dir', FOLDER]


def idx(count, zeros, sides=28):
    for split, n in (('train', count), ('t10k', 10)):
        size = zeros if split == 'train' else n * 784
        gz(at(split + '-images-idx3-ubyte.gz'), struct.pack('>4sIII', b'\0\0\x08\x03', n, sides, sides), b'\0', size)
        gz(at(split + '-labels-idx1-ubyte.gz'), struct.pack('>4sI', b'\0\0\x08\x01', n), b'\0', size)
    return ['data', 'verify', 'mnist', '--data-dir', FOLDER]


def mat(element):
    header = b'MATLAB 5.0 MAT-file'.ljust(124) + struct.pack('<H', 0x0100) + b'IM'
    for split in ('train', 'test'):
        small(at(split + '_32x32.mat'), header + element)
    return ['data', 'verify', 'svhn', '--data-dir', FOLDER]


def deflated(count):
    """A compressed element of .mat that holds many zeros."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(struct.pack('<II', 14, count))]
    parts += [packer.compress(bytes(1 << 20)) for _ in range(count >> 20)]
    packed = b''.join(parts) + packer.flush()
    return struct.pack('<II', 15, len(packed)) + packed


def tensors(name, header, size, length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    sparse(at(name), size, struct.pack('<Q', len(text) if length is None else length) + text)
    return at(name)


def varint(number):
    out = b''
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def onnx(tensor):
    graph = field(1, field(1, b'x') + field(1, b'w') + field(2, b'y') + field(4, b'MatMul'))
    graph += field(2, b'g') + field(5, tensor)
    graph += field(11, value(b'x', (1, 4))) + field(12, value(b'y', (1, 4)))
    small(at('n.onnx'), varint(1 << 3) + varint(8) + field(7, graph) + field(8, varint(2 << 3) + varint(13)))
    return ['import', '--from', at('n.onnx'), '--out', at('n.safetensors')]


def value(name, dims):
    shape = b''.join(field(1, varint(1 << 3) + varint(d)) for d in dims)
    return field(1, name) + field(2, field(1, varint(1 << 3) + varint(1) + field(2, shape)))


def dims(*sizes):
    return b''.join(varint(1 << 3) + varint(size) for size in sizes)


def png(width, height):
    def chunk(kind, content):
        return struct.pack('>I', len(content)) + kind + content + struct.pack('>I', zlib.crc32(kind + content))
    rows = zlib.compress(bytes(1 << 20))
    content = chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
    return b'\x89PNG\r\n\x1a\n' + content + chunk(b'IDAT', rows) + chunk(b'IEND', b'')


def jpeg(width, height):
    frame = b'\xff\xc0' + struct.pack('>HBHHB', 17, 8, height, width, 3) + b'\1\x11\0\2\x11\0\3\x11\0'
    return b'\xff\xd8' + frame + b'\xff\xd9'


def bmp(width, height):
    return b'BM' + struct.pack('<IHHIIiiHHIIiiII', 1 << 20, 0, 0, 54, 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)


def images(ending, content):
    for split in ('train', 'val'):
        for one in 'ab':
            small(at('%s/%s/1%s' % (split, one, ending)), content)
    return ['data', 'verify', 'folder', '--data-dir', FOLDER]


def long_text(name, *words):
    sparse(at(name), 6 * GB)
    return list(words)


def at(name):
    return os.path.join(FOLDER, name)


def zipped(name):
    sparse(at(name), 6 * GB, b'PK\x03\x04')
    return ['import', '--model', 'lenet5', '--from', at(name), '--out', at('o')]


def vowels():
    for name in ('ae.train', 'ae.test', 'size_ae.train', 'size_ae.test'):
        sparse(at(name), 6 * GB)
    return ['data', 'verify', 'japanese-vowels', '--data-dir', FOLDER]


def run_folder():
    sparse(at('run/metrics.jsonl'), 6 * GB)
    return ['runs', 'show', at('run')]


def golden(size):
    small(at('manifest.json'), b'{"version":1,"cases":[]}')
    sparse(at('manifest.json'), size)
    return ['conformance', FOLDER]


HUGE = {'a': {'dtype': 'F32', 'shape': [2**30, 2**10], 'data_offsets': [0, 2**42]}}
WRAPS = {'a': {'dtype': 'F32', 'shape': [2**31, 2**31, 4], 'data_offsets': [0, 0]}}

CASES = {
    'nothing (`info`)': lambda: ['info'],
    '3 GB of zeros in a tar.gz of 3 MB': lambda: tar(b'0', 3 * GB, b'\0'),
    'pax header of 1 GB, a name': lambda: tar(b'x', GB, b'a', b'1000000000 path='),
    'GNU long name of 1 GB': lambda: tar(b'L', GB, b'a'),
    'pax header of 1 GB': lambda: tar(b'x', GB, b'a'),
    'names of classes, 6 GB sparse': names,
    'idx.gz that declares 2^32 - 1 images': lambda: idx(2**32 - 1, 1 << 20),
    'idx.gz that declares images of 2^31 - 1 pixels a side': lambda: idx(10, 1 << 20, 2**31 - 1),
    'idx.gz with 3 GB of zeros behind 10 images': lambda: idx(10, 3 * GB),
    'SVHN: an element of 4 GB declared': lambda: mat(struct.pack('<II', 14, 2**32 - 8) + bytes(64)),
    'SVHN: a compressed element of 2 GB of zeros': lambda: mat(deflated(2 * GB)),
    'optical digits, 6 GB sparse': lambda: long_text('optdigits.tra', 'data', 'verify', 'optdigits', '--data-dir', FOLDER),
    'Japanese Vowels, 6 GB sparse': vowels,
    'CSV, 6 GB sparse': lambda: long_text('t.csv', 'data', 'verify', 'csv', '--data-dir', at('t.csv')),
    'labelled lines, 6 GB sparse': lambda: long_text('t.txt', 'data', 'verify', 'text', '--data-dir', at('t.txt')),
    'PNG of 60,000 x 60,000 declared': lambda: images('.png', png(60000, 60000)),
    'PNG of 2^31 - 1 declared': lambda: images('.png', png(2**31 - 1, 2**31 - 1)),
    'JPEG of 65,500 x 65,500 declared': lambda: images('.jpg', jpeg(65500, 65500)),
    'BMP of 2^31 - 1 declared': lambda: images('.bmp', bmp(2**31 - 1, 2**31 - 1)),
    'checkpoint: header of 2^62 bytes declared': lambda: ['evaluate', tensors('c.safetensors', b'{', 100, 2**62)],
    'checkpoint, 6 GB sparse, header of 5 GB': lambda: ['evaluate', tensors('c.safetensors', b'{', 6 * GB, 5 * GB)],
    'checkpoint, header of 90 MB of brackets': lambda: ['evaluate', tensors('c.safetensors', b'[' * 90_000_000, 91_000_000)],
    'checkpoint: a tensor of 4 TB declared': lambda: ['evaluate', tensors('c.safetensors', HUGE, 1000)],
    'checkpoint: a shape that wraps around': lambda: ['evaluate', tensors('c.safetensors', WRAPS, 1000)],
    'state dict, 6 GB sparse, a tensor of all of it': lambda: ['import', '--model', 'lenet5', '--from', tensors(
        'c.safetensors', {'a': {'dtype': 'F32', 'shape': [10**9], 'data_offsets': [0, 4 * GB]}}, 6 * GB), '--out', at('o')],
    'pickle (zip), 6 GB sparse': lambda: zipped('p.pt'),
    'ONNX, 6 GB sparse': lambda: long_text('n.onnx', 'import', '--from', at('n.onnx'), '--out', at('o')),
    'ONNX: weights of 2^31 x 2^31 declared': lambda: onnx(dims(2**31, 2**31) + varint(2 << 3) + varint(1) + field(8, b'w') + field(9, bytes(64))),
    'ONNX: weights of 4 x 500,000,000 declared': lambda: onnx(dims(4, 500_000_000) + varint(2 << 3) + varint(1) + field(8, b'w') + field(9, bytes(64))),
    'ONNX: a field of 2 GB declared': lambda: onnx(dims(4, 4) + varint(2 << 3) + varint(1) + field(8, b'w') + varint(9 << 3 | 2) + varint(2**31 - 1) + b'ab'),
    'result for `tables`, 6 GB sparse': lambda: long_text('r.json', 'tables', at('r.json')),
    '`--config`, 6 GB sparse': lambda: long_text('o.json', 'train', '--config', at('o.json')),
    'report of kernels, 6 GB sparse': lambda: long_text('k.json', 'kernels', 'gemm', '--compare', at('k.json')),
    'metrics of a run, 6 GB sparse': run_folder,
    'manifest of golden cases, 6 GB sparse': lambda: golden(6 * GB),
}


def peak(pid):
    most = 0
    try:
        for task in os.listdir('/proc/%d/task' % pid):
            for child in open('/proc/%d/task/%s/children' % (pid, task)).read().split():
                most = max(most, peak(int(child)))
        own = re.search(r'VmHWM:\s+(\d+)', open('/proc/%d/status' % pid).read())
        return max(most, int(own.group(1)) if own else 0)
    except OSError:
        return most


def measured(name, words):
    began = time.time()
    with open(at('out.log'), 'wb') as out:
        process = subprocess.Popen(['java', '-jar', JAR, *words], stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=FOLDER)
    most = 0
    while process.poll() is None:
        most = max(most, peak(process.pid))
        if time.time() - began > 600:
            process.kill()
        time.sleep(0.02)
    said = open(at('out.log'), errors='replace').read().splitlines()
    errors = [line for line in said if line.startswith('error')] or said[-1:]
    errors = ' / '.join(errors).replace(FOLDER + '/', '').replace(FOLDER, '.')
    shown = ' '.join(words).replace(FOLDER + '/', '').replace(FOLDER, '.')
    print('| %s | `%s` | %d | %d | %s |' % (name, shown, process.returncode, most >> 10, errors[:400]), flush=True)


print('| file | command | exit | MiB | said |\n|---|---|---|---|---|')
for name, make in CASES.items():
    if re.search(PATTERN, name):
        shutil.rmtree(FOLDER, ignore_errors=True)
        os.makedirs(FOLDER)
        measured(name, make())
shutil.rmtree(FOLDER, ignore_errors=True)
