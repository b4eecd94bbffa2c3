package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The file system itself. Files are 0600 and directories 0700 where it knows such a thing. */
final class RealDisk implements Disk {

    @Override
    public void createDirectory(Path directory) throws IOException {
        try {
            OwnerOnly.createDirectory(directory);
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(directory)) {
                throw there;
            }
        }
    }

    @Override
    public OutputFile create(Path file) throws IOException {
        return new ChannelFile(OwnerOnly.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public OutputFile open(Path file) throws IOException {
        return new ChannelFile(FileChannel.open(file, StandardOpenOption.WRITE));
    }

    @Override
    public OutputFile append(Path file) throws IOException {
        return new ChannelFile(
                OwnerOnly.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    @Override
    public PlacedFile place(Path file) throws IOException {
        return new SturdyFile(file);
    }

    @Override
    public void link(Path existing, Path link) throws IOException {
        Files.createLink(link, existing);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.delete(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        OwnerOnly.forceNames(directory);
    }

    private record ChannelFile(FileChannel channel) implements OutputFile {

        @Override
        public void write(ByteBuffer... buffers) throws IOException {
            for (ByteBuffer buffer : buffers) {
                while (buffer.hasRemaining()) {
                    channel.write(buffers);
                }
            }
        }

        @Override
        public void overwriteBeginning(ByteBuffer bytes) throws IOException {
            int start = bytes.position();
            while (bytes.hasRemaining()) {
                channel.write(bytes, bytes.position() - start);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false); // fdatasync: the length goes with the data, the time stamps need not
        }

        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public void truncate(long length) throws IOException {
            channel.truncate(length);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
