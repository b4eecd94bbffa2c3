import com.pixelmed.network.ReceivedObjectHandler;
import com.pixelmed.network.StorageSOPClassSCPDispatcher;
import java.io.File;

/** PixelMed's storage SCP: port and folder are the arguments. Run from source, since nothing here is compiled with it. */
public final class PixelMedScp {
    public static void main(String[] arguments) throws Exception {
        ReceivedObjectHandler teller = new ReceivedObjectHandler() {
            @Override
            public void sendReceivedObjectIndication(String file, String transferSyntax, String callingAe) {
                System.out.println("STORED " + file);
            }
        };
        new StorageSOPClassSCPDispatcher(Integer.parseInt(arguments[0]), "STORESCP", new File(arguments[1]), teller).run();
    }
}
