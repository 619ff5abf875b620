import { emulatedDevices, sanitizedDevices } from '../devices.ts';
import { proveOperations } from '../prove-operations.ts';

emulatedDevices.forEach(proveOperations);
sanitizedDevices.forEach(proveOperations);
