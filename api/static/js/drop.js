// Files that are dropped anywhere on a page, or chosen in its field.

/**
 * Takes files from both ways.
 * @param {HTMLInputElement} input the field in which they are chosen.
 * @param {(files: File[]) => void} take is given those that came at once; none where the choice was given up.
 */
export function takeFiles(input, take) {
  const veil = document.getElementById("drop-veil");
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  input.addEventListener("change", () => {
    const files = [...input.files];
    // The same file may be chosen again once it is mended.
    input.value = "";
    take(files);
  });
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    veil.hidden = false;
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) veil.hidden = true; });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    veil.hidden = true;
    take([...event.dataTransfer.files]);
  });
}
