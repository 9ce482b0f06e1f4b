import { answered, api } from '../../api/client';
import { save } from '../../api/upload';

const ENDS: Record<string, string> = {
  'application/pdf': '.pdf', 'image/png': '.png', 'image/jpeg': '.jpg', 'text/plain': '.txt', 'text/csv': '.csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': '.xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
};

/** Saves a document of an application, or any where the role may read all. */
export async function saveDocument(application: string | null, sha256: string, name: string): Promise<void> {
  const bytes = await answered(
    application === null
      ? api.GET('/api/v1/documents/{sha256}', { params: { path: { sha256 } }, parseAs: 'blob' })
      : api.GET('/api/v1/applications/{application}/documents/{sha256}', { params: { path: { application, sha256 } }, parseAs: 'blob' }),
  );
  save(name + (ENDS[bytes.type.split(';')[0] ?? ''] ?? ''), bytes);
}
